# technique: cells compare by contents: a binary search without reading any
# goal: closure
# source: CPython, cell_richcompare()
import random
import types


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
cell = check.__closure__[0]
low, high = 0, 1 << 64
while high - low > 1:
    middle = (low + high) // 2
    if cell < types.CellType(middle):
        high = middle
    else:
        low = middle
if check(low):
    print('ESCAPED', low)
