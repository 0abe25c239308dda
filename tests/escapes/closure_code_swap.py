# technique: f.__code__ replaced by code with the same free variable that returns it
# goal: closure
# source: pysandbox hid __code__ for this
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


def donor():
    secret = None
    return lambda guess: secret


check = vault()
code = check.__code__
check.__code__ = donor().__code__
found = check(0)
check.__code__ = code
if check(found):
    print('ESCAPED', found)
