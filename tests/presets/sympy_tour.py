# sympy as programs use it.
from sympy import (Eq, Function, I, Matrix, Rational, S, Symbol, cos, diff, dsolve,
                   exp, expand, factor, factorint, integrate, isprime, latex, limit,
                   linsolve, nsolve, oo, pi, pprint, series, simplify, sin, solve,
                   sqrt, srepr, symbols, sympify, lambdify)
from sympy.parsing.sympy_parser import parse_expr
from sympy.abc import a, b
import sympy as sp

x, y = symbols("x y")
n = Symbol("n", integer=True, positive=True)
print(expand((x + y) ** 3), factor(x ** 3 - 1), simplify(sin(x) ** 2 + cos(x) ** 2))
print(diff(exp(x) * sin(x), x), integrate(exp(-x ** 2), (x, -oo, oo)), integrate(1 / (x ** 2 + 1), x))
print(limit(sin(x) / x, x, 0), series(exp(x), x, 0, 4), sp.summation(1 / n ** 2, (n, 1, oo)))
print(solve(x ** 2 - 2, x), solve([x + y - 3, x - y - 1], [x, y]), linsolve([x + y - 2], x, y))
f = Function("f")
print(dsolve(Eq(f(x).diff(x), f(x)), f(x)), nsolve(cos(x) - x, 1))
m = Matrix([[1, 2], [3, 4]])
print(m.det(), m.inv(), m.eigenvals(), m.rref()[1], (m * m).tolist())
print(factorint(360), isprime(97), sp.gcd(12, 18), sp.nextprime(100), sp.binomial(5, 2))
print(latex(sqrt(x) / Rational(1, 3)), srepr(x + 1), sympify("x**2 + 1").subs(x, 3))
print(parse_expr("2*x + sin(y)"), a + b, (I ** 2, S.Half, pi.evalf(30)))
print(lambdify(x, x ** 2 + sin(x), "math")(2), lambdify((x, y), x + y)(1, 2))
print(lambdify(x, x ** 2, "numpy")([1, 2][1]) if False else "")
pprint(sp.Integral(x ** 2, x))
print(sp.Poly(x ** 2 + 2 * x + 1).roots() if hasattr(sp.Poly, "roots") else sp.roots(x ** 2 + 2 * x + 1))
print(sp.S("1/3") + Rational(1, 6), sp.Piecewise((x, x > 0), (0, True)).subs(x, -2), sp.And(x > 1, x < 3).as_set())
print(sp.sympify("sqrt(8)"), sp.nsimplify(0.333333333333333, tolerance=1e-9), sp.fourier_transform(exp(-x ** 2), x, y))
print(sp.logic.simplify_logic("(a & b) | (a & ~b)"), sp.ccode(x ** 2), sp.pycode(sin(x)))


class double(Function):
    """A function of the program's own."""

    @classmethod
    def eval(cls, arg):
        return 2 * arg if arg.is_Number else None


print(double(3), double(x).subs(x, 4), double(x).func.__name__)
from sympy.calculus.singularities import singularities
from sympy.core.expr import Expr
from sympy.core.symbol import Dummy, Wild
from sympy.physics.quantum.qubit import Qubit
from sympy.physics.units import convert_to, km, meter

print(singularities(1 / x, x), isinstance(x, Expr), (x * y).match(Wild("w") * y), Dummy("d").name, Qubit("01"), convert_to(3 * km, meter))
print(sp.mathml(x + 1), sp.jscode(x), sp.fcode(x), sp.octave_code(x ** 2), sp.pretty(sp.Sum(1 / n, (n, 1, oo))))
print(lambdify(x, [x, x ** 2])(2), lambdify(x, Matrix([x, 1]), "sympy")(2), lambdify(x, x ** 2, "mpmath")(3))
try:
    sp.preview(x, viewer="file", filename="out/x.png")
except Exception as error:
    print(isinstance(error, (OSError, RuntimeError)))
