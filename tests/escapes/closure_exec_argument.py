# technique: exec(..., closure=): code of ours runs with the cells of another function
# goal: closure
# source: Python 3.11, exec with a closure
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()


def donor():
    secret = None

    def f():
        global found
        found = secret
    return f


exec(donor().__code__, globals(), closure=check.__closure__)
if check(found):
    print('ESCAPED', found)
