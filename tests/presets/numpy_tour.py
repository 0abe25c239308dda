# numpy as programs use it: linear algebra, random numbers, transforms,
# polynomials, masked and structured arrays, dates, strings, text files.
import io

import numpy as np
import numpy.ma as ma
from numpy import fft
from numpy.linalg import LinAlgError, norm
from numpy.polynomial import Polynomial
from numpy.polynomial.chebyshev import chebval
from numpy.random import default_rng

rng = default_rng(42)
a = rng.normal(size=(6, 4))
u, s, vt = np.linalg.svd(a, full_matrices=False)
print(np.allclose(u @ np.diag(s) @ vt, a), s.round(6))
print(np.linalg.solve(a[:4], np.ones(4)).round(4))
print(np.linalg.eigvalsh(a.T @ a).round(4), round(float(norm(a)), 6))
q, r = np.linalg.qr(a)
print(np.allclose(q @ r, a), np.linalg.det(a[:4]).round(6))
try:
    np.linalg.inv(np.zeros((2, 2)))
except LinAlgError as error:
    print("LinAlgError:", error)

spectrum = fft.rfft(np.sin(np.arange(64) * np.pi / 8))
print(np.abs(spectrum).argmax(), fft.fftfreq(8)[:3])
print(np.allclose(np.fft.irfft(spectrum), np.sin(np.arange(64) * np.pi / 8)))

old = np.random.RandomState(1)
print(old.randint(0, 100, 5), old.permutation(5), old.choice(["a", "b"], 3))
np.random.seed(7)
print(np.random.rand(2).round(6), np.random.randn(2).round(6))
print(rng.integers(0, 10, 5), rng.choice(5, 3, replace=False), rng.poisson(3, 3))
print(np.random.Generator(np.random.PCG64(3)).random(2).round(6))

p = Polynomial.fit(np.arange(5.0), np.arange(5.0) ** 2, 2)
print(p.convert().coef.round(6), chebval(0.5, [1, 2, 3]), np.roots([1, -3, 2]))
print(np.polyfit([0, 1, 2], [1, 3, 7], 2).round(6), np.poly1d([1, 2])(3))

m = ma.masked_invalid([1.0, np.nan, 3.0])
print(m.mean(), m, np.ma.median(m), m.filled(0))

t = np.dtype([("name", "U8"), ("age", "i4")])
people = np.array([("ann", 30), ("bob", 25)], dtype=t)
print(np.sort(people, order="age")["name"], people.dtype)
print(np.rec.fromrecords([(1, "x"), (2, "y")], names="n,s").s)
print(np.char.upper(["ab", "cd"]), np.char.add("x", ["1", "2"]))
days = np.arange("2024-02-27", "2024-03-02", dtype="datetime64[D]")
print(days, np.busday_count("2024-01-01", "2024-02-01"), np.diff(days))

text = io.StringIO("1,2,3\n4,5,6\n")
print(np.loadtxt(text, delimiter=",").sum(axis=0))
print(np.genfromtxt(io.StringIO("a b\n1 2\n3 x"), names=True))
out = io.BytesIO()
np.savez(out, first=np.arange(3), second=np.eye(2))
out.seek(0)
loaded = np.load(out)
print(sorted(loaded.files), loaded["second"])
buffer = io.StringIO()
np.savetxt(buffer, np.eye(2), fmt="%.1f")
print(buffer.getvalue())

print(np.vectorize(lambda x: x * 2)([1, 2]), np.frompyfunc(divmod, 2, 2)([7], 2))
print(np.einsum("ij,jk->ik", np.ones((2, 3)), np.ones((3, 2))))
print(np.lib.stride_tricks.sliding_window_view(np.arange(5), 3).sum(axis=1))
print(np.apply_along_axis(sorted, 1, [[3, 1], [2, 0]]), np.piecewise(np.arange(4), [np.arange(4) < 2], [-1, 1]))
print(np.histogram([1, 2, 2, 5], bins=3), np.percentile([1, 2, 3], 50))
print(np.unique([3, 1, 3], return_counts=True), np.interp(1.5, [1, 2], [10, 20]))
with np.errstate(divide="raise"):
    try:
        np.array([1.0]) / 0
    except FloatingPointError as error:
        print("FloatingPointError:", error)
print(np.array2string(np.arange(3) / 3, precision=3), repr(np.float32(1.5)))
with np.printoptions(precision=2, suppress=True):
    print(np.array([1.23456, 1e-9]))


class Length(np.ndarray):
    """A subclass, with the hook that numpy calls."""

    def __new__(cls, values, unit):
        self = np.asarray(values).view(cls)
        self.unit = unit
        return self

    def __array_finalize__(self, other):
        self.unit = getattr(other, "unit", None)


n = Length([1.0, 2.0], "m")
print((n * 2).unit, type(n[:1]).__name__, np.sum(n))


class Logged:
    """The array protocols."""

    def __array__(self, dtype=None, copy=None):
        return np.array([1, 2, 3], dtype=dtype)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return ufunc.__name__, method

    def __array_function__(self, func, types, args, kwargs):
        return func.__name__


print(np.add(Logged(), 1), np.concatenate([Logged()]), np.asarray(Logged()))
print(np.__version__ > "1", np.pi, np.float64.__mro__[1].__name__)
print(np.finfo(float).eps, np.iinfo(np.int8).max, np.nan_to_num(np.inf) > 1e300)

# Comparing, as in tests.
np.testing.assert_allclose([1.0], [1.0000000001])
np.testing.assert_array_equal([1, 2], [1, 2])
try:
    np.testing.assert_array_equal([1], [2])
except AssertionError as error:
    print(type(error).__name__, "Mismatched elements: 1 / 1" in str(error))
