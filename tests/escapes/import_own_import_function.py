# technique: exec with builtins of our own, where __import__ is the builtin one under another name
# goal: import
# source: CTF folklore
g = {'__builtins__': {'__import__': __import__}}
exec('import posix as p', g)
print('ESCAPED pid=%d' % g['p'].getpid())
