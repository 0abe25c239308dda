# technique: a special method added to a class that had none
# goal: bend
# source: own analysis
import textwrap


def ours(self, name):
    seen.append(name)
    return object.__getattribute__(self, name)


seen = []
textwrap.TextWrapper.__getattribute__ = ours
textwrap.wrap('some words', 5)
if seen:
    print('ESCAPED trusted class calls ours')
