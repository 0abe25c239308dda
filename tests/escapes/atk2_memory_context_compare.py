# technique: contextvars contexts get new values while they are compared
# mended: 3.14
# goal: crash
# source: python/cpython#142829
import contextvars

names = [contextvars.ContextVar('v%d' % i) for i in range(40)]


def fill(context):
    for name in names:
        context.run(name.set, Value())


class Value:
    def __eq__(self, other):
        fill(a)
        fill(b)
        junk.extend(bytes(b'A' * n) for n in range(16, 500, 8)
                    for i in range(20))
        return True


junk = []
a, b = contextvars.Context(), contextvars.Context()
fill(a)
fill(b)
a == b
