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
np.recfromtxt("secret.txt")
np.save("made", np.arange(3))
np.savez("made", np.arange(3))
np.savetxt("made", np.arange(3))
np.arange(3).tofile("made")
np.arange(3).dump("made")
np.memmap("made", dtype="u1", mode="w+", shape=(3,))
np.load(io.BytesIO(PICKLE), allow_pickle=True)
np.load.__globals__
np.load.__code__
np.linalg.svd.__globals__
np.linalg.linalg.array
np.lib.npyio.os
np.lib.npyio.DataSource("/")
np.DataSource("/")
np.ctypeslib.load_library
np.core.multiarray
np.testing.runstring
import numpy.f2py as m; m.compile
import numpy.distutils
import numpy.testing
from numpy.core import multiarray
from numpy import ctypeslib
np.random.mtrand
np.lib.stride_tricks.as_strided
np.arange(3).ctypes
np.ndarray.ctypes.__get__(np.arange(3))
np.source(np.load, io.StringIO())
np.lookfor("sine", output=io.StringIO())
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
__import__("numpy.core").core
np.savetxt(io.StringIO(), np.zeros(1)); np.savetxt.__wrapped__.__globals__
"""


def ends(text):
    try:
        exec(text, {"np": np, "io": io, "PICKLE": PICKLE})
    except Exception as error:
        return type(error).__name__
    return "done"


for text in ATTEMPTS.strip().splitlines():
    print(text, "->", ends(text))
