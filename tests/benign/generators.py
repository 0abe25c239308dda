# technique: generators, send, throw, close, yield from, generator expressions
def averager():
    total, count, average = 0, 0, None
    while True:
        try:
            value = yield average
        except ValueError:
            total = count = 0
            average = None
            continue
        total += value
        count += 1
        average = total / count


g = averager()
next(g)
print(g.send(10), g.send(20), g.throw(ValueError), g.send(4))
g.close()


def inner():
    got = yield 1
    print('inner got', got)
    return 'result'


def outer():
    result = yield from inner()
    print('outer got', result)
    yield from 'ab'


g = outer()
print(next(g), g.send('x'), list(g))


def tree(node):
    if node:
        left, value, right = node
        yield from tree(left)
        yield value
        yield from tree(right)


print(list(tree(((None, 1, None), 2, (None, 3, None)))))
print(sum(x * x for x in range(5)), list((a, b) for a in 'xy' for b in range(2) if b))


def cleanup():
    try:
        yield 1
    finally:
        print('cleaned up')


for value in cleanup():
    break
g = cleanup()
next(g)
del g
