# technique: copy sets __defaults__ of the function that we name
# goal: bend
# source: own analysis: confused deputies
import copy
import textwrap


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: textwrap.indent, (), (None, {'__defaults__': (seen.append,)})


seen = []
copy.copy(Carrier())
textwrap.indent('x', ' ')
if seen:
    print('ESCAPED trusted function calls ours')
