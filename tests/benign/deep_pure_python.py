# technique: calls, attribute reads and allocations by the hundred thousand
class Counter:
    def __init__(self):
        self.n = 0

    def up(self, by=1):
        self.n += by
        return self


counter = Counter()
for k in range(100000):
    counter.up().up(2)
print(counter.n)
table = {}
for k in range(50000):
    table[k % 977] = table.get(k % 977, 0) + k
print(sum(table.values()), len(table))
strings = [str(k) * 3 for k in range(20000)]
print(len(''.join(strings)), len(set(strings)), sorted(strings)[:2])


def ackermann(m, n):
    return n + 1 if m == 0 else ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 6))
