# Each text does something that the preset does not grant.  In plain Python
# every one ends as "done".
import io

import numpy as np

PICKLE = b"\x80\x04\x8c\x05posix\x8c\x06getpid\x93)R."
ATTEMPTS = """
np.load("secret.npy")
np.load("secret.npy", mmap_mode="r")
np.fromfile("secret.npy")
np.memmap("secret.npy", dtype="u1", mode="r")
np.loadtxt("secret.txt", dtype=str)
np.genfromtxt("secret.txt", dtype=str)
np.fromregex("secret.txt", "(.)", [("a", "U1")])
np.save("made", np.arange(3))
np.savez("made", np.arange(3))
np.savetxt("made", np.arange(3))
np.arange(3).tofile("made")
np.arange(3).dump("made")
np.memmap("made", dtype="u1", mode="w+", shape=(3,))
np.load(io.BytesIO(PICKLE), allow_pickle=True)
np.load.__globals__
np.load.__code__
np.lib.npyio.DataSource("/")
np.ctypeslib.load_library
np.testing.runstring
from numpy.testing import runstring
from numpy import ctypeslib
np.random.mtrand
np.lib.stride_tricks.as_strided
np.arange(3).ctypes
np.ndarray.ctypes.__get__(np.arange(3))
np.test
np.load = np.load
np.polynomial.Polynomial.fitted = 1
np.linalg.svd = np.linalg.svd
np.poly1d.__init__.__globals__
np.vectorize.__call__.__globals__
np.ma.MaskedArray.__getitem__.__code__
vars(np.polynomial.polynomial)["__builtins__"]
np.polynomial.Polynomial.__init__.__defaults__
np.vectorize(lambda name: __import__(name).getpid())(["os"])
np.vectorize(globals, otypes=[object])()["__builtins__"]
np.frompyfunc(__import__, 1, 1)("os").getpid()
np.frompyfunc(open, 1, 1)("secret.txt").read()
np.apply_along_axis(lambda a: open("secret.txt").read(), 0, np.arange(3))
np.fromfunction(lambda i: exec("import os; os.getpid()"), (2,))
np.savetxt(io.StringIO(), np.zeros(1)); np.savetxt.__wrapped__.__globals__
"""
# What the other version does not have.
IF_1 = """
np.recfromtxt("secret.txt")
np.linalg.svd.__globals__
np.lib.npyio.os
np.DataSource("/")
import numpy.f2py as m; m.compile
import numpy.distutils
np.source(np.load, io.StringIO())
np.lookfor("sine", output=io.StringIO())
np.linalg.linalg.array
np.core.multiarray
from numpy.core import multiarray
__import__("numpy.core").core
"""
IF_2 = """
np.linalg._linalg.array
np.linalg.svd.__wrapped__.__globals__
np.lib._npyio_impl.os
np.lib.npyio.DataSource("/").open("secret.txt")
np._core.multiarray
np._core._internal.ctypes
from numpy._core import multiarray
__import__("numpy._core")._core
np.f2py.run_main
import numpy.f2py as m; m.main
np.lib.introspect.opt_func_info()
np.lib.array_utils.byte_bounds.__code__
np.testing.assert_equal.__globals__
"""


def ends(text):
    try:
        exec(text, {"np": np, "io": io, "PICKLE": PICKLE})
    except Exception as error:
        return type(error).__name__
    return "done"


ATTEMPTS += IF_1.lstrip() if np.__version__ < "2" else IF_2.lstrip()
for text in ATTEMPTS.strip().splitlines():
    print(text, "->", ends(text))
