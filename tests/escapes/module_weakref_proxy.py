# technique: weakref.proxy forwards attribute reads
# goal: import
# source: own analysis
import contextlib
import weakref
print('ESCAPED pid=%d' % weakref.proxy(contextlib).os.getpid())
