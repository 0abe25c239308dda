# technique: contextlib.chdir remembers where we were, also when the change is refused
# goal: leak
# source: own analysis
import contextlib
manager = contextlib.chdir('/')
try:
    manager.__enter__()
except OSError:
    pass
if manager._old_cwd:
    print('ESCAPED', *manager._old_cwd)
