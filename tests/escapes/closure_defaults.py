# technique: a secret kept in the defaults of a function
# goal: closure
# source: pysandbox, test_func_defaults
# debatable: the original hides closure and globals; defaults came later
import random


def vault():
    def check(guess, secret=random.getrandbits(64)):
        return type(guess) is int and guess == secret
    return check


check = vault()
found = check.__defaults__[0]
if check(found):
    print('ESCAPED', found)
