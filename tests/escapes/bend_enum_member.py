# technique: the value of an enumeration member of the standard library
# goal: bend
# source: own analysis
# debatable: an attribute of an instance
import re
re.IGNORECASE._value_ = 0
if re.IGNORECASE.value == 0:
    print('ESCAPED member written')
