# technique: functools.update_wrapper copies __closure__ to an object of ours
# goal: closure
# source: own analysis: confused deputies
import functools
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


check = vault()


class Mine:
    pass


mine = functools.wraps(check, assigned=['__closure__'], updated=[])(Mine())
found = vars(mine)['__closure__'][0].cell_contents
if check(found):
    print('ESCAPED', found)
