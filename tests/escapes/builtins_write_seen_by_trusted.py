# technique: isinstance replaced for the standard library
# goal: bend
# source: safelite version 12, builtins captured as defaults
import json


def lie(thing, kind, real=isinstance):
    seen.append(kind)
    return real(thing, kind)


seen = []
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
b['isinstance'] = lie
json.JSONEncoder().encode('x')
if seen:
    print('ESCAPED trusted code calls ours')
