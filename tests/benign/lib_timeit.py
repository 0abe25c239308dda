# technique: timeit
import timeit
print(timeit.timeit('x = 1 + 1', number=100) >= 0, timeit.timeit(lambda: sum(range(10)), number=10) > 0)
print(timeit.timeit('f(2)', globals={'f': lambda n: n * n}, number=5) >= 0, len(timeit.repeat('pass', repeat=3, number=1)))
print(timeit.Timer('total += 1', 'total = 0').timeit(3) >= 0, timeit.default_timer() > 0)
found = []
timeit.timeit('found.append(len(data))', setup='data = [1, 2]\nimport math', globals=globals(), number=2)
print(found)
number, seconds = timeit.Timer('pass').autorange()
print(number >= 1)
try:
    timeit.timeit('1 / 0', number=1)
except ZeroDivisionError as error:
    print(error)
