# technique: the builtins that timeit's exec puts into globals of ours
# goal: builtins
# source: own analysis: the default builtins of exec
import timeit
g = {}
timeit.Timer(globals=g)
get = g['__builtins__']['__import__']
print('ESCAPED pid=%d' % get('posix').getpid())
