# technique: types.new_class calls the body with a fresh namespace: the body is exec
# goal: import
# source: own analysis: the default builtins of exec
import functools
import types
X = types.new_class('X', (), {}, functools.partial(exec, 'import posix; pid = posix.getpid()'))
print('ESCAPED pid=%d' % X.pid)
