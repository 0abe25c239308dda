# technique: the methods of ExitStack: cleaning up in trusted code calls ours
# goal: bend
# source: own analysis
import contextlib


def ours(self, *error):
    print('ESCAPED trusted class calls ours')


contextlib.ExitStack.__exit__ = ours
with contextlib.ExitStack():
    pass
