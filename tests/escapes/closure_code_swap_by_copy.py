# technique: the same by copy, whose __reduce_ex__ protocol sets the attributes that we name
# goal: closure
# source: own analysis: confused deputies
import copy
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: type(guess) is int and guess == secret


def donor():
    secret = None
    return lambda guess: secret


check = vault()


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: check, (), (None, {'__code__': self.code})


def swap(code):
    carrier = Carrier()
    carrier.code = code
    copy.copy(carrier)


def code_of(function):
    class Mine:
        pass
    import functools
    return functools.update_wrapper(Mine(), function, assigned=['__code__'],
                                    updated=[]).__code__


code = code_of(check)
swap(code_of(donor()))
found = check(0)
swap(code)
if check(found):
    print('ESCAPED', found)
