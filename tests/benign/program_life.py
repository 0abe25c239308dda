# technique: a cellular automaton, matrices, primes
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in -1, 0, 1:
            for dy in -1, 0, 1:
                if dx or dy:
                    counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(8):
    glider = step(glider)
print(sorted(glider))
for row in range(6):
    print(''.join('#' if (col, row) in glider else '.' for col in range(6)))


def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


m = [[1, 1], [1, 0]]
p = m
for _ in range(30):
    p = matmul(p, m)
print(p)


def primes(n):
    sieve = bytearray([1]) * (n + 1)
    sieve[:2] = b'\0\0'
    for k in range(2, int(n ** 0.5) + 1):
        if sieve[k]:
            sieve[k * k::k] = bytes(len(range(k * k, n + 1, k)))
    return [k for k in range(n + 1) if sieve[k]]


print(len(primes(10000)), primes(30))
