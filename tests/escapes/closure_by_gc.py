# technique: gc.get_referents walks from the function to its cells
# goal: closure
# source: CTF folklore
import gc
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
todo = [check]
for thing in todo:
    if check(thing):
        print('ESCAPED', thing)
        break
    todo += gc.get_referents(thing)
