# technique: __build_class__ replaced for trusted code that makes classes
# goal: bend
# source: CTF folklore
import enum
import textwrap
real = __build_class__


def build(body, name, *bases, **more):
    seen.append(body)
    return real(body, name, *bases, **more)


seen = []
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
b['__build_class__'] = build
import difflib
if seen:
    print('ESCAPED the body of', seen[0].__name__)
