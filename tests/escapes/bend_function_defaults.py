# technique: f.__defaults__ assigned
# goal: bend
# source: safelite, secrets in defaults
import textwrap
textwrap.indent.__defaults__ = (lambda line: seen.append(line),)
seen = []
textwrap.indent('x', ' ')
if seen:
    print('ESCAPED trusted function calls ours')
