# technique: math.__loader__.load_module, or that of any built-in module
# goal: import
# source: VectorlyApp/bluebox#126
import time
print('ESCAPED pid=%d' % time.__loader__.load_module('posix').getpid())
