# technique: __func__ of a classmethod in a trusted class's dict
# goal: globals
# source: own analysis
import fractions
kind = vars(fractions.Fraction)['from_float']
if kind.__func__.__globals__['__name__'] == 'fractions':
    print('ESCAPED globals of fractions')
