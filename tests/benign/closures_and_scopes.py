# technique: nested functions, nonlocal, global, default arguments
def counter(start=0, *, step=1):
    value = start

    def up():
        nonlocal value
        value += step
        return value
    return up


one, two = counter(), counter(10, step=5)
print(one(), one(), two(), two(), one())
total = 0


def add(n):
    global total
    total += n


for k in range(5):
    add(k)
print(total, [f() for f in [lambda k=k: k * k for k in range(4)]])
print([f() for f in [lambda: k for k in range(3)]])


def outer(a, /, b, *args, c, **more):
    return a, b, args, c, more


print(outer(1, 2, 3, c=4, d=5))
