# technique: the same with a true module object whose name was changed
# goal: import
# source: CPython, import_from() in ceval.c
import types
module = types.ModuleType('harmless')
module.__name__ = 'os'
g = {'__builtins__': {'__import__': lambda *args: module}}
exec('from x import path', g)
print('ESCAPED pid=%d' % g['path'].os.getpid())
