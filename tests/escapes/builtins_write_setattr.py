# technique: setattr on the module __builtins__
# goal: bend
# source: CTF folklore
import textwrap


def spy(text, real=len):
    seen.append(text)
    return real(text)


seen = []
setattr(__builtins__, 'len', spy)
textwrap.wrap('some words', 3)
if seen:
    print('ESCAPED trusted code calls ours')
