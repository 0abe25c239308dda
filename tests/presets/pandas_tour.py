# pandas as programs use it: frames, groups, joins, dates, text, files.
import io

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from pandas.api.types import is_numeric_dtype

text = """day,city,temp,rain
2024-01-01,Oslo,-3.5,0.0
2024-01-01,Rome,9.0,4.5
2024-01-02,Oslo,-1.0,1.5
2024-01-02,Rome,11.5,
2024-02-01,Oslo,0.5,2.0
"""
df = pd.read_csv(io.StringIO(text), parse_dates=["day"])
print(df.dtypes, df.shape)
print(df.groupby("city")["temp"].agg(["mean", "max", "count"]))
print(df.groupby("city").apply(lambda g: g["temp"].max() - g["temp"].min()))
print(df.pivot_table(index="day", columns="city", values="temp"))
print(df.merge(DataFrame({"city": ["Oslo", "Rome"], "land": ["NO", "IT"]}), on="city").head(2))
print(df.set_index("day").resample("M")["temp"].mean())
print(df.describe().round(3))
print(df[df["temp"] > 0].sort_values("temp", ascending=False).to_string(index=False))
print(df["rain"].fillna(0).cumsum().tolist(), df.isna().sum().to_dict())
print(df.query("temp > 0 and city == 'Rome'")["rain"].sum(), df.eval("temp * 2").round(1).tolist())
s = Series(["a-1", "b-2", None], dtype="string")
print(s.str.split("-").str[0].tolist(), s.str.upper().tolist(), s.str.extract(r"(\d)")[0].tolist())
print(pd.date_range("2024-01-01", periods=3, freq="W").strftime("%d.%m").tolist())
print(pd.Timestamp("2024-03-31 01:30", tz="Europe/Berlin") + pd.Timedelta(hours=1))
print(pd.to_datetime(["01/02/2024", "2024-02-03"][:1], dayfirst=True)[0].month_name())
print(pd.concat([df.head(1), df.tail(1)])["city"].tolist(), pd.get_dummies(df["city"]).sum().to_dict())
print(pd.cut([1, 5, 9], bins=[0, 3, 6, 10], labels=["low", "mid", "high"]).tolist())
print(df.to_json(orient="records", date_format="iso")[:70])
print(df.to_csv(index=False).splitlines()[1], df.to_dict("list")["city"])
print(df.to_html(index=False).count("<td>"), df.rolling(2, on="day")["temp"].sum().tolist())
m = pd.MultiIndex.from_product([["x", "y"], [1, 2]], names=["k", "n"])
wide = Series(np.arange(4), index=m).unstack()
print(wide, wide.stack().loc[("y", 2)], is_numeric_dtype(wide[1]))
c = Series(["b", "a", "b"], dtype="category")
print(c.cat.categories.tolist(), c.value_counts().to_dict(), c.cat.codes.tolist())
print(df.corr(numeric_only=True).round(4).to_dict())
print(pd.read_json(io.StringIO('{"a": {"0": 1, "1": 2}}'))["a"].sum())
print(df.melt(id_vars=["day", "city"]).shape, df.T.shape, df.iloc[0, 1], df.loc[1, "temp"])
print(DataFrame({"x": [3, 1, 2]}).assign(y=lambda d: d["x"] ** 2).transform(np.sqrt).round(3))
df.to_csv("out/t.csv", index=False)
print(pd.read_csv("out/t.csv").equals(pd.read_csv(io.StringIO(text))))
df.to_pickle("out/t.pkl")
print(pd.read_pickle("out/t.pkl").equals(df))
with pd.option_context("display.max_rows", 2, "display.precision", 1):
    print(df)
try:
    df["nothing"]
except KeyError as error:
    print("KeyError", error)
df.info(buf=(b := io.StringIO()))
print(b.getvalue().splitlines()[1], pd.__version__ > "1", pd.NA is pd.NA, pd.isna(pd.NaT))
print(df.style.format(precision=1).to_html()[:6] if False else "")
print(pd.Interval(0, 1).mid, pd.Period("2024-01", "M").end_time.day, pd.factorize(["b", "a", "b"])[0])
print(df.groupby(["city", df["day"].dt.month]).size(), df.select_dtypes("number").columns.tolist())
import dateutil.relativedelta

pd.testing.assert_frame_equal(df, df.copy())
print(pd.util.hash_pandas_object(df["temp"]).shape, df.corr(numeric_only=True, method="kendall").shape)
print(pd.read_xml(io.StringIO(df.to_xml())).shape, pd.read_html(io.StringIO(df.to_html()))[0].shape)
print(pd.Timestamp("2024-01-31") + dateutil.relativedelta.relativedelta(months=1))
zoned = pd.DataFrame({"t": pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin"), "p": pd.period_range("2024", periods=3, freq="M"), "i": pd.interval_range(0, 3)})
zoned.to_pickle("out/zoned.pkl", protocol=2)
print(pd.read_pickle("out/zoned.pkl").equals(zoned), zoned["t"].dt.tz_convert("America/New_York").dt.hour.tolist())
ax = df.plot(x="day", y="temp", title="Days")
ax.figure.savefig("out/plot.png")
print(open("out/plot.png", "rb").read(4), df["temp"].plot.hist().get_title(), df.boxplot(column="temp").get_xlabel())
for write in (df.to_excel, df.to_parquet, df.to_clipboard):
    try:
        write("out/x.xlsx") if write != df.to_clipboard else write()
        print(write.__name__)
    except Exception as error:
        print(write.__name__, type(error).__name__)
