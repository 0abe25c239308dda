# technique: timeit runs its statement in the namespace of timeit
# goal: import
# source: own analysis: exec in trusted code
import timeit
timeit.timeit('print("ESCAPED pid=%d" % sys.modules["posix"].getpid())', number=1)
