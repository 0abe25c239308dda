# technique: a bound method forwards attribute reads to its function
# goal: globals
# source: CPython, method_getattro()
import random
if '__builtins__' in random.shuffle.__globals__:
    print('ESCAPED globals of', random.shuffle.__globals__['__name__'])
