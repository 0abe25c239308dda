# technique: copy sets attributes for us, on the object that we name
# goal: bend
# source: own analysis: confused deputies
import copy
import statistics


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: statistics, (), (None, {'fsum': ours})


def ours(*args):
    seen.append(args)
    return 1.0


seen = []
copy.copy(Carrier())
statistics.fmean([1.0, 2.0])
if seen:
    print('ESCAPED trusted code calls ours')
