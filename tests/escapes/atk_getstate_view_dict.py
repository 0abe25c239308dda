# technique: object.__getstate__(module) is the real __dict__ of a view
# goal: bend
# source: own analysis: PyObject_GenericGetDict of a module is md_dict
import math

math.__getstate__()['sqrt'] = 'ESCAPED'
import math as again
print(again.sqrt, 'granted module written')
