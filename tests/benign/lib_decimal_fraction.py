# technique: decimal and fractions
import decimal
from decimal import Decimal, ROUND_HALF_UP, getcontext, localcontext
from fractions import Fraction
print(Decimal('0.1') + Decimal('0.2'), Decimal(1) / Decimal(7), Decimal('1.25').quantize(Decimal('0.1'), rounding=ROUND_HALF_UP))
with localcontext() as context:
    context.prec = 50
    print(Decimal(2).sqrt(), Decimal(1).exp())
print(getcontext().prec, Decimal('1E+3').normalize(), Decimal('-3.5').as_tuple(), Decimal('NaN').is_nan(), f'{Decimal("1234.5"):,.2f}')
try:
    Decimal(1) / 0
except decimal.DivisionByZero as error:
    print(type(error).__name__)
getcontext().traps[decimal.DivisionByZero] = False
print(Decimal(1) / 0, Decimal('2').compare(Decimal('3')), Decimal(10).ln(), max(Decimal(1), Decimal(2)), sum([Decimal('0.1')] * 3))
print(Fraction(1, 3) + Fraction(1, 6), Fraction('0.125'), Fraction(3.5), Fraction(7, 2) // 1, Fraction(1, 3).limit_denominator(2))
print(Fraction(1, 2) < 0.6, Fraction(6, 4).numerator, float(Fraction(1, 8)), Fraction(2) ** -2, round(Fraction(7, 3), 2))
