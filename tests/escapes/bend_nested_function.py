# technique: a function that a decorator of the standard library made for it: its attributes
# goal: bend
# source: own analysis
import collections
function = collections.ChainMap.__repr__
function.planted = 1
if collections.ChainMap.__repr__.planted:
    print('ESCAPED trusted function written')
