# technique: total_ordering adds methods to the class that it is given
# goal: bend
# source: own analysis: confused deputies
import fractions
import functools
import uuid
del uuid.UUID.__gt__
functools.total_ordering(uuid.UUID)
if uuid.UUID.__gt__.__qualname__ != 'UUID.__gt__':
    print('ESCAPED trusted class changed')
