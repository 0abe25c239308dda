# technique: attribute names in letters that Python's parser folds to ASCII
# goal: closure
# source: CTF folklore (NFKC)
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()
found = check.__𝓬𝓵𝓸𝓼𝓾𝓻𝓮__[0].𝔠ell_contents
if check(found):
    print('ESCAPED', found)
