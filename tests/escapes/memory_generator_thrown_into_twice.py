# technique: what a generator delegates to throws into that generator from its own throw(): the frame is entered twice
# goal: crash
# python: 3.11
# source: own fuzzing
class Inner:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *error):
        try:
            outer.throw(KeyError)
        except Exception:
            pass
        raise KeyError


def delegate():
    yield from Inner()


outer = delegate()
next(outer)
try:
    outer.throw(ValueError)
except KeyError:
    print('unhurt')
