# technique: the same by the module's dict
# goal: bend
# source: pysandbox, test_readonly_import
import statistics


def ours(*args):
    seen.append(args)
    return 1.0


seen = []
vars(statistics).update(fsum=ours)
statistics.fmean([1.0, 2.0])
if seen:
    print('ESCAPED trusted code calls ours')
