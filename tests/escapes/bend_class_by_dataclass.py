# technique: dataclass() adds methods to the class that it is given: to a trusted one
# goal: bend
# source: own analysis: confused deputies
import dataclasses
import string
dataclasses.dataclass(string.Formatter)
if dataclasses.is_dataclass(string.Formatter):
    print('ESCAPED trusted class changed')
