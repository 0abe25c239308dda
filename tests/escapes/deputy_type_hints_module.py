# technique: a class that claims to lie in module posix: its annotations are looked up there
# goal: import
# source: own analysis: sys.modules in trusted code
import typing


class X:
    __module__ = 'posix'
    a: 'getpid'


print('ESCAPED pid=%d' % typing.get_type_hints(X)['a']())
