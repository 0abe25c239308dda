# technique: a trusted class that must stay writable for its own module
# goal: bend
# source: own analysis
# debatable: what is put there runs as untrusted code
import weakref


def ours(self, *args):
    print('ESCAPED trusted class calls ours')


class Thing:
    pass


thing = Thing()
weakref.finalize.__call__ = ours
weakref.finalize(thing, print)
del thing
