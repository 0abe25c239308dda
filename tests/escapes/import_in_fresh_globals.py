# technique: exec with empty globals: the interpreter fills in __builtins__
# goal: import
# source: pysandbox, test_call_exec_builtins
g = {}
exec('import posix', g)
print('ESCAPED pid=%d' % g['posix'].getpid())
