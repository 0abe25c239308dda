# technique: __import__ with a name made at run time
# goal: import
# source: CTF folklore
print('ESCAPED pid=%d' % __import__('xisop'[::-1]).getpid())
