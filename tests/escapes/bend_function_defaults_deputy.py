# technique: functools.update_wrapper sets __defaults__ of the function that we name
# goal: bend
# source: own analysis: confused deputies
import functools
import textwrap


class Fake:
    pass


seen = []
fake = Fake()
fake.__defaults__ = (seen.append,)
functools.update_wrapper(textwrap.indent, fake, assigned=['__defaults__'], updated=[])
textwrap.indent('x', ' ')
if seen:
    print('ESCAPED trusted function calls ours')
