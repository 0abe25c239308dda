# technique: json.__builtins__ of a module written in Python
# goal: builtins
# source: CTF folklore
import json
print('ESCAPED pid=%d' % json.__builtins__['__import__']('posix').getpid())
