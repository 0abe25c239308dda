# technique: a generator's free variables by inspect.getgeneratorlocals
# goal: closure
# source: own analysis
import inspect
import random


def vault():
    secret = random.getrandbits(64)

    def numbers():
        yield secret == 0
    return numbers(), lambda guess: guess == secret


me, check = vault()
next(me)
found = inspect.getgeneratorlocals(me)['secret']
if check(found):
    print('ESCAPED', found)
