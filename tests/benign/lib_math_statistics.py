# technique: math, cmath, statistics, numbers
import cmath
import math
import numbers
import statistics
print(math.sqrt(2), math.factorial(20), math.gcd(12, 18), math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.isclose(0.1 + 0.2, 0.3))
print(math.sin(1), math.log(8, 2), math.hypot(3, 4), math.prod([1, 2, 3]), math.isqrt(17), math.fsum([0.1] * 10), math.inf, math.floor(-1.5), math.tau)
print(cmath.sqrt(-1), cmath.phase(1j), cmath.polar(1 + 1j), cmath.exp(1j * cmath.pi).real)
data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data), statistics.variance(data), statistics.quantiles(data))
print(statistics.multimode('aabb'), statistics.harmonic_mean([40, 60]), statistics.geometric_mean([1, 4]), statistics.fmean([1, 2]))
print(statistics.linear_regression([1, 2, 3], [2, 4, 6]), statistics.correlation([1, 2, 3], [1, 2, 4]), statistics.NormalDist(0, 1).cdf(0))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)
print(isinstance(1, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1j, numbers.Complex), isinstance('1', numbers.Number))


class Half(numbers.Number):
    pass


print(isinstance(Half(), numbers.Number))
