# technique: a function of a trusted module replaced: its other functions call ours
# goal: bend
# source: pysandbox, test_readonly_import
import statistics


def ours(*args):
    seen.append(args)
    return 1.0


seen = []
setattr(statistics, 'fsum', ours)
statistics.fmean([1.0, 2.0])
if seen:
    print('ESCAPED trusted code calls ours')
