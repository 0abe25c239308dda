# Each text does something that the presets do not grant.  In plain Python
# every one ends as "done".
import io
import sqlite3
import sys
import zipfile
import xml.etree.ElementTree as ET
from pathlib import Path

import joblib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy
import scipy.interpolate
import scipy.io
import sklearn.datasets
import sympy
from PIL import Image
import PIL

HERE = sys.argv[1]
PICKLE = b"\x80\x04\x8c\x05posix\x8c\x06getpid\x93)R."
df = pd.DataFrame({"a": [1, 2]})
ATTEMPTS = """
pd.read_csv("secret.txt")
pd.read_csv("file://localhost" + HERE + "/secret.txt")
pd.read_pickle(io.BytesIO(PICKLE))
pd.io.common.os.getpid()
pd.compat.os
df.eval("@pd.compat.os.getpid()")
df.to_csv("made.csv")
df.to_pickle("made.pkl")
pd.DataFrame.more = 1
pd.read_csv.__globals__
scipy.io.loadmat.__globals__
scipy.interpolate.LinearNDInterpolator._do_evaluate.__globals__
scipy.interpolate.LinearNDInterpolator._do_evaluate.func_code
scipy.LowLevelCallable
scipy.io.savemat("made.mat", {"a": 1})
sklearn.datasets.load_svmlight_file("secret.txt")
sklearn.datasets.load_files("vault")
sympy.sympify("__import__('os').getpid()")
sympy.sympify("__import__('sys').modules['os'].getpid()")
sympy.sympify("[__import__][0]('posix').getpid()")
sympy.sympify("globals()['__builtins__']['__import__']('os').getpid()")
sympy.parse_expr("(lambda: ().__class__.__base__.__subclasses__())()")
sympy.latex.__globals__
sympy.latex.__wrapped__.__globals__
sympy.Symbol.more = 1
plt.imread("secret.png")
plt.savefig("made.png")
plt.np.save("made", 1)
plt.matplotlib.os
plt.style.core.os
plt.Figure.more = 1
Image.open("secret.png")
Image.open(Path("secret.png"))
Image.new("L", (1, 1)).save("made.png")
Image.core
Image.os
Image.open.__globals__
ET.parse("secret.xml")
sqlite3.connect("made.db").execute("create table t (a)")
sqlite3.connect("secret.db").execute("select * from t").fetchone()[0]
sqlite3.connect("file:secret.db?mode=ro", uri=True).execute("select * from t").fetchone()[0]
zipfile.ZipFile("made.zip", "w").close()
zipfile.ZipFile("secret.zip").namelist()
zipfile.os
Path("secret.txt").read_text()
Path("made").write_text("x")
Path("made.d").mkdir()
list(Path("vault").iterdir())[0]
import os; os.getpid()
import subprocess
import ctypes
joblib.load(io.BytesIO(PICKLE))
joblib.load("secret.pkl")
joblib.dump(1, "made.joblib")
joblib.load.__globals__
joblib.load(io.BytesIO(b"\\x80\\x04\\x8c\\x08builtins\\x8c\\x07getattr\\x93\\x8c\\x0bdataclasses\\x8c\\x06asdict\\x93\\x8c\\x0b__globals__\\x86R."))["sys"]
from joblib import parallel_backend
from joblib import Memory
"""


def ends(text):
    try:
        exec(text, dict(globals()))
    except Exception as error:
        return type(error).__name__
    return "done"


for text in ATTEMPTS.strip().splitlines():
    print(text, "->", ends(text))
