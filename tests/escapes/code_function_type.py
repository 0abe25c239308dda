# technique: a function made from the code of a trusted function and globals of ours
# goal: code
# source: CTF folklore
import textwrap
made = type(lambda: 0)(textwrap.indent.__code__, {'__builtins__': {'len': len}})
if made.__code__.co_names:
    print('ESCAPED trusted code in', made)
