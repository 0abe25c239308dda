# technique: every value of sys.modules, without naming one
# goal: import
# source: CTF folklore
import sys
for module in list(sys.modules.values()):
    if hasattr(module, 'getpid'):
        print('ESCAPED pid=%d' % module.getpid())
        break
