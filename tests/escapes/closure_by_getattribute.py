# technique: object.__getattribute__ and type(f).__getattribute__
# goal: closure
# source: rexec and new-style classes
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
for get in object.__getattribute__, type(check).__getattribute__:
    try:
        found = get(get(check, '__closure__')[0], 'cell_contents')
    except AttributeError:
        continue
    if check(found):
        print('ESCAPED', found)
        break
