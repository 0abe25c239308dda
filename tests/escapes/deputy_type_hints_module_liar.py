# technique: the same with a module name that lies
# goal: import
# source: own analysis: sys.modules in trusted code
import typing


class Name(str):
    def __eq__(self, other):
        return other == 'posix'

    def __hash__(self):
        return hash('posix')


class X:
    a: 'getpid'


X.__module__ = Name('math')
print('ESCAPED pid=%d' % typing.get_type_hints(X)['a']())
