# technique: cell_contents is assigned: the check accepts what we say
# goal: closure
# source: Python 3.7, writable cells
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
check.__closure__[0].cell_contents = 1
if check(1):
    print('ESCAPED cell written')
