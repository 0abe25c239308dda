# technique: types.coroutine changes the code of the function that it is given: of a trusted one
# goal: bend
# source: own analysis: confused deputies
import heapq
import types
types.coroutine(heapq.merge)


async def f():
    await heapq.merge([1])


try:
    f().send(None)
    print('ESCAPED code of a trusted function changed')
except TypeError:
    pass
