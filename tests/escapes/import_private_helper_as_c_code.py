# technique: a module that C code imports lazily, asked for in the way C code does, then taken from the real module table
# goal: import
# source: CPython, PyImport_Import
g = globals()
first = __import__('_strptime', g, g, ['__doc__'], 0)
from _strptime import locale
print('ESCAPED %s' % locale._setlocale) if locale._setlocale else None
