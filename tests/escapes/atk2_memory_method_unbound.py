# technique: a call site that was specialized for bound methods gets the method of the class
# goal: crash
# debatable: a crash that only the kernel layer contains
# python: 3.13
# mended: later releases
# source: python/cpython#131998
def call(o):
    return o.pop()


items = [1] * 200
for i in range(100):
    call(items)
call(list)
