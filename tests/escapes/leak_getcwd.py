# technique: contextlib.chdir remembers where we were
# goal: leak
# source: own analysis
import contextlib
manager = contextlib.chdir('/')
manager.__enter__()
print('ESCAPED', manager._old_cwd)
