# technique: gc.callbacks run at any collection, inside trusted code
# goal: frames
# source: own analysis
import gc
import sys
found = []
gc.callbacks.append(lambda phase, info: found.append(sys._getframe(1).f_globals['__name__']))
gc.set_threshold(5)
import difflib
gc.callbacks.clear()
if set(found) - {'__main__'}:
    print('ESCAPED frames of', sorted(set(found))[:3])
