# technique: sys.unraisablehook gets an exception with its traceback
# goal: frames
# source: CTF folklore
import sys


class Bomb:
    def __del__(self):
        1 / 0


def hook(info):
    if info.exc_traceback.tb_frame.f_globals is globals():
        print('ESCAPED frame')


sys.unraisablehook = hook
Bomb()
