# technique: __globals__ of a standard library function
# goal: globals
# source: CTF folklore
import textwrap
if '__builtins__' in textwrap.dedent.__globals__:
    print('ESCAPED globals of', textwrap.dedent.__globals__['__name__'])
