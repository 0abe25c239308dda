# technique: Class.__init__.__globals__
# goal: globals
# source: CTF folklore
import string
if '__builtins__' in string.Formatter.vformat.__globals__:
    print('ESCAPED globals of string')
