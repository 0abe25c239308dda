# technique: the descriptors of function and cell, called by hand
# goal: closure
# source: descriptors outlive attribute hooks
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
cells = type(check).__dict__['__closure__'].__get__(check)
found = type(cells[0]).__dict__['cell_contents'].__get__(cells[0])
if check(found):
    print('ESCAPED', found)
