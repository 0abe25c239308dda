# technique: "from . import name" after __package__ = 'posix': the name comes from that module
# goal: import
# source: own analysis of importlib._bootstrap
__package__ = 'posix'
from . import getpid
print('ESCAPED pid=%d' % getpid())
