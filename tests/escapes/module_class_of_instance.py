# technique: a class of a module that nobody granted, found by an object: threading by a queue
# goal: globals
# source: own analysis
import queue
kind = type(queue.Queue().not_empty)
if kind.wait.__globals__['__name__'] == 'threading':
    print('ESCAPED globals of threading')
