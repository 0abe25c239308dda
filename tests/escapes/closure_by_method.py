# technique: a method bound to anything forwards attribute reads to the function
# goal: closure
# source: CPython, method_getattro()
import random
import types


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = types.MethodType(check, 0).__closure__[0].cell_contents
if check(found):
    print('ESCAPED', found)
