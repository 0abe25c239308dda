# technique: the setup string with globals of ours
# goal: import
# source: own analysis: exec in trusted code
import timeit
g = {}
timeit.timeit('pass', 'global pid\nimport posix\npid = posix.getpid()', globals=g, number=1)
print('ESCAPED pid=%d' % g['pid'])
