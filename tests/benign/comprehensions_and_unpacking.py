# technique: comprehensions, walrus, star expressions, slices, del, chained comparison
print([x for x in range(10) if x % 2], {x: x * x for x in range(3)}, {c for c in 'a'})
print([[r * c for c in range(3)] for r in range(3)], [y for x in range(5) if (y := x * 2) > 4])
first, *middle, last = range(6)
print(first, middle, last, 1 < 2 < 3 != 4)
(a, b), c = [1, 2], 3
a, b = b, a
print(a, b, c)
numbers = list(range(10))
numbers[2:5] = ['x']
del numbers[0], numbers[-1]
numbers[::2] = [None] * len(numbers[::2])
print(numbers)
d = {'b': 1, 'a': 2}
d |= {'c': 3}
print(d, d.pop('a'), d.setdefault('z', 0), list(d.items()), d.get('q'), sorted(d.keys() & {'b', 'z'}))
print({1, 2} | {3}, {1, 2} & {2}, {1, 2} ^ {2, 3} == {1, 3}, frozenset([1]) <= {1, 2})
for k in range(3):
    if k == 5:
        break
else:
    print('no break')
while True:
    break
print('yes' if numbers else 'no', not numbers, None or 'default', 0 and 1)
