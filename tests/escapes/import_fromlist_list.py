# technique: the call as C code makes it: plain globals and a fromlist of type list
# goal: import
# source: CPython, PyImport_Import
b = __builtins__ if type(__builtins__) is dict else vars(__builtins__)
g = {'__builtins__': b}
module = __import__('posix', g, g, ['__doc__'], 0)
print('ESCAPED pid=%d' % module.getpid())
