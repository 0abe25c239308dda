# technique: catch_warnings()._module.sys
# goal: import
# source: CTF folklore
import warnings
print('ESCAPED pid=%d' % warnings.catch_warnings()._module.sys.modules['posix'].getpid())
