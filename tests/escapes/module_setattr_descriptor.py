# technique: the same by the slot wrapper of the module type
# goal: bend
# source: descriptors outlive attribute hooks
import statistics


def ours(*args):
    seen.append(args)
    return 1.0


seen = []
type(statistics).__dict__.get('__setattr__', object.__setattr__)(statistics, 'fsum', ours)
statistics.fmean([1.0, 2.0])
if seen:
    print('ESCAPED trusted code calls ours')
