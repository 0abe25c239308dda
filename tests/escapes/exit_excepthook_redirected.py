# technique: the same, installed by contextlib.redirect_stdout
# goal: exit
# source: own analysis: confused deputies
import contextlib


class Redirect(contextlib.redirect_stdout):
    _stream = 'excepthook'


def hook(*error):
    raise SystemExit(77)


Redirect(hook).__enter__()
1 / 0
