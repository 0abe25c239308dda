# technique: vars(sys)
# goal: import
# source: CTF folklore
import sys
print('ESCAPED pid=%d' % vars(sys)['modules']['posix'].getpid())
