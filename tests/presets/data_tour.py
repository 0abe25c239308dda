# Data with the standard library: csv, sqlite, archives, XML, configuration.
import bz2
import configparser
import csv
import gzip
import io
import json
import lzma
import os.path
import sqlite3
import tarfile
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

with open("out/t.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, ["name", "n"])
    writer.writeheader()
    writer.writerows([{"name": "a,b", "n": 1}, {"name": "c", "n": 2}])
print([row for row in csv.DictReader(open("out/t.csv"))], csv.Sniffer().sniff("a;b\n1;2").delimiter)
db = sqlite3.connect("out/t.db")
with db:
    db.execute("create table t (name text primary key, n int)")
    db.executemany("insert into t values (?, ?)", [("a", 1), ("b", 2)])
print(db.execute("select sum(n), group_concat(name) from t").fetchone())
try:
    with db:
        db.execute("insert into t values ('a', 3)")
except sqlite3.IntegrityError as error:
    print("IntegrityError", error)
db.create_function("twice", 1, lambda v: v * 2)
db.row_factory = sqlite3.Row
print([tuple(r) for r in db.execute("select twice(n) as d from t")], db.execute("select * from t").fetchone().keys())
db.close()
print(sqlite3.connect("out/t.db").execute("select count(*) from t").fetchone(), sqlite3.connect(":memory:").total_changes)
with zipfile.ZipFile("out/t.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", "hello " * 20)
    z.write("out/t.csv", "b.csv")
with zipfile.ZipFile("out/t.zip") as z:
    print(z.namelist(), z.read("a.txt")[:5], z.testzip(), z.getinfo("a.txt").file_size)
with gzip.open("out/t.gz", "wt") as file:
    file.write("packed\n")
print(gzip.open("out/t.gz", "rt").read(), gzip.decompress(gzip.compress(b"x")))
with bz2.open("out/t.bz2", "wb") as file:
    file.write(b"bz")
print(bz2.open("out/t.bz2").read(), lzma.decompress(lzma.compress(b"xz")), lzma.open(io.BytesIO(lzma.compress(b"y"))).read())
with tarfile.open("out/t.tar", "w") as tar:
    info = tarfile.TarInfo("c.txt")
    info.size = 3
    tar.addfile(info, io.BytesIO(b"abc"))
with tarfile.open("out/t.tar") as tar:
    print(tar.getnames(), tar.extractfile("c.txt").read())
root = ET.fromstring("<r><i n='1'>x</i><i n='2'/></r>")
ET.SubElement(root, "j").text = "\xe4 & <"
print([e.get("n") for e in root.findall("i")], root.findtext("i"), ET.tostring(root), ET.tostring(root, encoding="unicode"))
ET.ElementTree(root).write("out/t.xml", encoding="utf-8", xml_declaration=True)
print(ET.parse("out/t.xml").getroot().find("j").text, [e.tag for _, e in ET.iterparse("out/t.xml")])
try:
    ET.fromstring("<a>")
except ET.ParseError as error:
    print("ParseError", error)
c = configparser.ConfigParser()
c.read_string("[s]\na = 1\nb = %(a)s2\n")
print(c.getint("s", "b"), c.sections(), tomllib.loads("a = [1, 2]\n[b]\nc = 1979-05-27"))
json.dump({"k": [1, None]}, open("out/t.json", "w"))
print(json.load(open("out/t.json")), os.path.exists("out/t.json"), os.path.getsize("out/t.json"), os.path.join("a", "b"))
p = Path("out") / "p.txt"
p.write_text("text\n")
print(p.read_text(), p.exists(), p.suffix, p.stem, p.parent, sorted(x.name for x in Path("out").glob("*.j*")), p.stat().st_size)
p.unlink()
print(p.exists(), Path("out/d").mkdir(), Path("out/d").is_dir())
for mode in ("delete", "truncate", "persist", "memory", "off", "wal"):
    db = sqlite3.connect("out/" + mode + ".db")
    print(db.execute("pragma journal_mode = " + mode).fetchone(), end=" ")
    with db:
        db.execute("create table t (n)")
        db.execute("insert into t values (1)")
    with db:
        db.execute("update t set n = n + 1")
    print(db.execute("select n from t").fetchone())
    db.close()
copy = sqlite3.connect("out/copy.db")
with sqlite3.connect("out/delete.db") as db:
    db.backup(copy)
    print(list(db.iterdump())[1], db.execute("pragma integrity_check").fetchone())
print(copy.execute("select n from t").fetchone(), copy.execute("vacuum").fetchone())
copy.close()
for end, way in (("gz", "gz"), ("bz2", "bz2"), ("xz", "xz")):
    with tarfile.open("out/t.tar." + end, "w:" + way) as tar:
        tar.add("out/t.csv", "in/t.csv")
        tar.add("out/d")
    with tarfile.open("out/t.tar." + end) as tar:
        print(tar.getnames(), tar.extractfile("in/t.csv").read()[:6])
with lzma.open("out/t.xz", "wt") as file:
    file.write("x\n" * 3)
print(lzma.open("out/t.xz", "rt").read().split(), zipfile.is_zipfile("out/t.zip"), tarfile.is_tarfile("out/t.tar"))
with zipfile.ZipFile("out/t.zip", "a", zipfile.ZIP_LZMA) as z:
    z.writestr(zipfile.ZipInfo("d/e.txt", (2024, 1, 2, 3, 4, 6)), "e")
with zipfile.ZipFile("out/t.zip") as z:
    z.extract("d/e.txt", "out")
    print((zipfile.Path(z) / "d" / "e.txt").read_text(), Path("out/d/e.txt").read_text())
