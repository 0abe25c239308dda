# technique: the same for a function deep in the stack
# goal: read-secret
# source: source lines in tracebacks
g = {}
exec(compile('def f(x): return x()', '@SECRET@', 'exec'), g)
g['f'](lambda: 1 / 0)
