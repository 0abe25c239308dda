# technique: Class.__class__ assigned: a metaclass of ours answers for it
# goal: bend
# source: own analysis
import abc
import numbers


class Meta(abc.ABCMeta):
    def __instancecheck__(cls, thing):
        seen.append(thing)
        return False


seen = []
numbers.Number.__class__ = Meta
if not isinstance('x', numbers.Number) and seen:
    print('ESCAPED trusted class calls ours')
