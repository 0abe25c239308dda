# technique: namedtuple evaluates text: the function that results carries the namespace of that
# goal: globals
# source: own analysis: functions made by eval in trusted code
import collections
new = collections.namedtuple('N', 'x').__new__
if '__builtins__' in new.__globals__:
    print('ESCAPED', sorted(new.__globals__))
