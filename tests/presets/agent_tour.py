# What an assistant writes: read a table, model it, plot it, leave files.
import glob
import json
import os.path
import sqlite3
import tempfile

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sympy
from lxml import etree
from PIL import Image
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

rng = np.random.default_rng(1)
df = pd.DataFrame({"x": np.arange(40.0)})
df["y"] = 3 * df["x"] + rng.normal(size=40)
df["group"] = np.where(df["x"] % 2 == 0, "even", "odd")
df.to_csv("out/table.csv", index=False)
df = pd.read_csv("out/table.csv")
model = LinearRegression().fit(df[["x"]], df["y"])
print(round(model.coef_[0], 4), round(r2_score(df["y"], model.predict(df[["x"]])), 5))
print(stats.linregress(df["x"], df["y"]).slope.round(6), stats.ttest_ind(*[g["y"] for _, g in df.groupby("group")]).pvalue.round(5))
ax = df.plot(x="x", y="y", kind="scatter", title="Data")
ax.plot(df["x"], model.predict(df[["x"]]), color="red")
plt.savefig("out/fit.png", dpi=80)
df.groupby("group")["y"].mean().plot.bar()
plt.savefig("out/bars.png")
df.hist(column="y", by="group")
plt.savefig("out/hist.png")
with Image.open("out/fit.png") as picture:
    print(picture.size, picture.convert("L").resize((4, 3)).size)
with sqlite3.connect("out/data.db") as db:
    df.to_sql("t", db, index=False)
    print(pd.read_sql("select count(*) as n from t where y > 10", db)["n"][0])
x = sympy.symbols("x")
print(sympy.integrate(sympy.sin(x) ** 2, x), sympy.lambdify(x, x ** 2, "numpy")(np.array([1, 2])))
print(etree.fromstring(df.head(1).to_xml().encode()).findtext(".//group"))
with tempfile.TemporaryDirectory() as scratch:
    name = os.path.join(scratch, "part.json")
    json.dump({"n": 3}, open(name, "w"))
    print(json.load(open(name)))
print(os.path.exists(name), sorted(os.path.basename(n) for n in glob.glob("out/*.png")))
summary = df.describe().to_dict()["y"]
json.dump({k: round(v, 3) for k, v in summary.items()}, open("out/summary.json", "w"))
print(open("out/summary.json").read()[:40])
