# technique: inspect.getclosurevars
# goal: closure
# source: own analysis: confused deputies
import inspect
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = inspect.getclosurevars(check).nonlocals['secret']
if check(found):
    print('ESCAPED', found)
