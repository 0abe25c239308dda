# technique: weakref.finalize registers an exit handler
# goal: read-secret
# source: time bombs
import weakref


class Thing:
    pass


thing = Thing()
weakref.finalize(thing, lambda get=open, say=print: say(get('@SECRET@').read(), flush=True))
