# technique: a generic function whose implementation is exec: called by the wrapper of functools
# goal: builtins
# source: own analysis: the default builtins of exec
import functools


@functools.singledispatch
def run(text, g):
    pass


run.register(str, exec)
g = {}
run('import posix; pid = posix.getpid()', g)
print('ESCAPED pid=%d' % g['pid'])
