# technique: eval runs a code object that we took from a function, with empty globals
# goal: builtins
# source: own analysis
def f():
    import posix
    return posix.getpid()


print('ESCAPED pid=%d' % eval(f.__code__, {}))
