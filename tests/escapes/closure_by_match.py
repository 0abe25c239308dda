# technique: nested class patterns
# goal: closure
# source: diceCTF 2023, prison reform
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
match check:
    case object(__closure__=[object(cell_contents=found)]) if check(found):
        print('ESCAPED', found)
