# technique: f.__closure__[0].cell_contents
# goal: closure
# source: pysandbox, "read a function's closure"
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = check.__closure__[0].cell_contents
if check(found):
    print('ESCAPED', found)
