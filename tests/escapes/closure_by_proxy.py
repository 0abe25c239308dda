# technique: weakref.proxy forwards attribute reads
# goal: closure
# source: own analysis
import random
import weakref


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = weakref.proxy(check).__closure__[0].cell_contents
if check(found):
    print('ESCAPED', found)
