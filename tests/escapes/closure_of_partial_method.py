# technique: descriptors (staticmethod, classmethod, property, partialmethod) give the function back, with its closure
# goal: closure
# source: own analysis
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
for inner in staticmethod(check).__func__, classmethod(check).__func__, property(check).fget:
    found = inner.__closure__[0].cell_contents
if check(found):
    print('ESCAPED', found)
