# technique: an exception group class with its own split, by a key that is no 'split' but is equal to it
# goal: crash
# python: 3.12+
# source: own analysis: a dict finds what says that it is equal
class Key(str):
    def __hash__(self):
        return hash('split')

    def __eq__(self, other):
        return other == 'split'


Group = type('Group', (ExceptionGroup,),
             {Key('x'): lambda self, kind: (None, b'A' * 200)})
try:
    try:
        raise Group('x', [ValueError()])
    except* TypeError:
        pass
except BaseException:
    pass
