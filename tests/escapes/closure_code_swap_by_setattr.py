# technique: the same by object.__setattr__ and by the descriptor of __code__
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
slot = type(check).__dict__['__code__']
code = slot.__get__(check)
slot.__set__(check, slot.__get__(donor()))
found = check(0)
object.__setattr__(check, '__code__', code)
if check(found):
    print('ESCAPED', found)
