# technique: operator.attrgetter
# goal: closure
# source: RestrictedPython#330
import operator
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = operator.attrgetter('cell_contents')(operator.attrgetter('__closure__')(check)[0])
if check(found):
    print('ESCAPED', found)
