# technique: FunctionType(code, globals, closure=cells)
# goal: closure
# source: CTF folklore
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()


def donor():
    secret = None
    return lambda: secret


kind = type(check)
found = kind(donor().__code__, {}, None, None, check.__closure__)()
if check(found):
    print('ESCAPED', found)
