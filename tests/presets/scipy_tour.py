# scipy as programs use it: each of its larger parts once.
import numpy as np
import scipy
from scipy import (cluster, constants, fft, integrate, interpolate, io, linalg,
                   ndimage, optimize, signal, sparse, spatial, special, stats)
from scipy.sparse.linalg import eigsh, spsolve
from scipy.spatial.distance import cdist
from scipy.cluster.vq import kmeans2

rng = np.random.default_rng(5)
print(scipy.__version__ > "1", round(constants.c), special.gamma(5), special.erf(0.5).round(6))
r = optimize.minimize(lambda x: (x[0] - 1) ** 2 + (x[1] + 2) ** 2, [0, 0])
print(r.success, np.round(r.x, 4), optimize.brentq(lambda x: x * x - 2, 0, 2))
print(np.round(optimize.curve_fit(lambda x, a, b: a * x + b, [0, 1, 2], [1, 3, 5])[0], 6))
print(optimize.linprog([-1, -2], A_ub=[[1, 1]], b_ub=[4]).x, optimize.root(np.cos, 1).x.round(6))
print(integrate.quad(np.exp, 0, 1)[0].__round__(8), integrate.simpson([1, 2, 3], dx=1))
s = integrate.solve_ivp(lambda t, y: -y, (0, 1), [1.0], rtol=1e-8)
print(s.y[0, -1].round(6), integrate.odeint(lambda y, t: -y, 1.0, [0, 1])[-1].round(6))
print(interpolate.interp1d([0, 1, 2], [0, 1, 4], kind="quadratic")(1.5), interpolate.CubicSpline([0, 1, 2], [0, 1, 8])(0.5))
b, a = signal.butter(3, 0.2)
print(b.round(5), signal.find_peaks([0, 1, 0, 2, 0])[0], signal.convolve([1, 2], [1, 1]))
print(np.abs(fft.fft([1, 0, 0, 0])), fft.dct([1.0, 2.0]).round(4))
m = sparse.csr_matrix([[4.0, 1, 0], [1, 3, 0], [0, 0, 2]])
print(spsolve(m.tocsc(), [1.0, 2.0, 3.0]).round(6), eigsh(m, k=1, v0=np.ones(3))[0].round(6), m.nnz)
print(linalg.expm(np.zeros((2, 2))), linalg.lu(np.array([[1.0, 2], [3, 4]]))[2].round(4))
print(linalg.cholesky(np.eye(2) * 4), linalg.solve([[2.0, 0], [0, 4]], [2, 4]))
print(spatial.ConvexHull([[0, 0], [0, 1], [1, 0], [0.2, 0.2]]).area > 3, spatial.KDTree([[0, 0], [3, 4]]).query([3, 3])[0])
print(cdist([[0, 0]], [[3, 4]]), spatial.Delaunay([[0, 0], [0, 1], [1, 0]]).simplices.shape)
x = rng.normal(size=50)
print(stats.norm.cdf(1.96).round(4), stats.ttest_1samp(x, 0).pvalue.round(6), stats.pearsonr(x, x + 1)[0].round(6))
print(stats.linregress([0, 1, 2], [1, 3, 5]).slope, stats.gaussian_kde(x)(0).round(5), stats.describe(x).nobs)
print(stats.norm(loc=1).rvs(2, random_state=3).round(5), stats.beta.fit(np.linspace(0.1, 0.9, 9))[0].round(2) > 0)
print(stats.kstest(x, "norm").pvalue.round(5), stats.mannwhitneyu([1, 2], [3, 4]).pvalue.round(5), stats.zscore([1, 2, 3]).round(4))


class Ramp(stats.rv_continuous):
    """A distribution of the program's own."""

    def _pdf(self, x):
        return 2 * x


print(Ramp(a=0, b=1, name="ramp").mean().round(6))
print(ndimage.gaussian_filter(np.eye(3), 1).round(4)[0], ndimage.label([1, 0, 1])[1])
print(kmeans2(np.array([[0.0], [0.1], [9.0]]), np.array([[0.0], [9.0]]))[1], cluster.hierarchy.linkage([[0.0], [1], [5]])[:, 2])
io.savemat("out/m.mat", {"a": np.arange(3)})
print(io.loadmat("out/m.mat")["a"])
io.wavfile.write("out/s.wav", 8000, np.zeros(8, dtype=np.int16))
print(io.wavfile.read("out/s.wav")[0])
sparse.save_npz("out/s.npz", m)
print(sparse.load_npz("out/s.npz").sum())
from scipy.linalg import blas, lapack
from scipy.stats.sampling import NumericalInversePolynomial

print(blas.dgemm(1.0, np.eye(2), np.eye(2)), lapack.dgesv(np.eye(2), np.ones(2))[2])
print(NumericalInversePolynomial(stats.norm(), random_state=1).rvs(2).round(3))
for method in ("Powell", "CG", "L-BFGS-B", "SLSQP", "trust-constr"):
    print(method, optimize.minimize(optimize.rosen, [1.2, 0.8], method=method, jac=optimize.rosen_der if method != "Powell" else None).fun < 1e-4)
print(ndimage.generic_filter(np.eye(4), np.max, 3).sum(), ndimage.rotate(np.eye(3), 45).shape, fft.fft(np.ones(8), workers=1)[0])
