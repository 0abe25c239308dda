# technique: what iter(callable, sentinel) calls exhausts this iterator, which frees the callable and its arguments
# goal: crash
# source: own analysis: calliter_iternext() in iterobject.c
import functools
import operator


class Item:
    def __eq__(self, other):
        del self
        global n
        n += 1
        if n > 1:
            return 'end'
        for _ in it:
            pass
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        return NotImplemented


junk = []
for i in range(50):
    n = 0
    it = iter(functools.partial(operator.eq, Item(), 3), 'end')
    try:
        next(it)
    except (StopIteration, SystemError):
        pass
