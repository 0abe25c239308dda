# technique: importlib.import_module
# goal: import
# source: CTF folklore
import importlib
print('ESCAPED pid=%d' % importlib.import_module('posix').getpid())
