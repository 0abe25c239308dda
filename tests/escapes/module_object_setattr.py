# technique: the same by object.__setattr__
# goal: bend
# source: pysandbox, test_readonly_import
import textwrap


def ours(*args, **more):
    seen.append(args)
    return 'x'


seen = []
object.__setattr__(textwrap, 'fill', ours)
textwrap.TextWrapper = lambda *args, **more: seen.append(args)
try:
    textwrap.wrap('some words')
except Exception:
    pass
if seen:
    print('ESCAPED trusted code calls ours')
