# technique: contextlib.redirect_stdout told to replace sys.unraisablehook
# goal: frames
# source: own analysis: confused deputies
import contextlib


class Redirect(contextlib.redirect_stdout):
    _stream = 'unraisablehook'


class Bomb:
    def __del__(self):
        1 / 0


def hook(info):
    if info.exc_traceback.tb_frame.f_globals is globals():
        print('ESCAPED frame')


with Redirect(hook):
    Bomb()
