# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports configparser = *
# policy: imports xml.etree.ElementTree = *
# policy: imports xml.dom.minidom = *
# policy: imports xml.sax = *
# policy: imports tomllib = *
# policy: imports plistlib = *
# policy: imports sqlite3 = *
# policy: imports html.parser = *
# policy: imports fileinput = *
# policy: imports wave = *
# policy: imports mimetypes = *
import configparser, csv, html.parser, json, plistlib, sqlite3, tomllib, wave, fileinput
import xml.dom.minidom
import xml.etree.ElementTree as ET
c = configparser.ConfigParser()
c["a"] = {"x": "1", "y": "%(x)s2"}
with open("work/c.ini", "w") as f:
    c.write(f)
d = configparser.ConfigParser()
print(d.read("work/c.ini"), d["a"]["y"], d.getint("a", "x"), d.sections(), d.has_option("a", "z"))
root = ET.fromstring("<r><a k='1'>t</a><a/></r>")
print([e.attrib for e in root.iter("a")], root.find("a").text, ET.tostring(root))
ET.SubElement(root, "b").text = "new"
ET.indent(root)
ET.ElementTree(root).write("work/x.xml", encoding="utf-8", xml_declaration=True)
print(open("work/x.xml").read(), [e.tag for e in ET.parse("work/x.xml").getroot()])
print([(ev, e.tag) for ev, e in ET.iterparse("work/x.xml", ("start", "end"))])
try:
    ET.fromstring("<a>")
except ET.ParseError as e:
    print(e)
print(xml.dom.minidom.parseString("<a><b/></a>").toprettyxml(), xml.dom.minidom.parse("work/x.xml").documentElement.tagName)
open("work/t.toml", "w").write("[a]\nb = 1\nc = 1979-05-27\n")
with open("work/t.toml", "rb") as f:
    print(tomllib.load(f))
print(plistlib.loads(plistlib.dumps({"a": [1, b"x"]})), plistlib.loads(plistlib.dumps({"a": 1.5}, fmt=plistlib.FMT_BINARY)))
db = sqlite3.connect("work/d.db")
with db:
    db.execute("create table t(a integer, b text)")
    db.executemany("insert into t values(?, ?)", [(1, "x"), (2, "y")])
print(db.execute("select count(*), max(b) from t").fetchone())
db.create_function("twice", 1, lambda x: 2 * x)
class Sum:
    def __init__(self): self.n = 0
    def step(self, v): self.n += v
    def finalize(self): return self.n
db.create_aggregate("mysum", 1, Sum)
db.row_factory = sqlite3.Row
print([tuple(r) for r in db.execute("select twice(a) as d, b from t")], db.execute("select mysum(a) from t").fetchone()[0])
print([line for line in db.iterdump()])
try:
    db.execute("select * from none")
except sqlite3.OperationalError as e:
    print(e)
mem = sqlite3.connect(":memory:")
db.backup(mem)
print(mem.execute("select * from t").fetchall(), sqlite3.connect("work/d.db").execute("select 1").fetchone())
db.close()
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        print(tag, attrs)
P().feed("<a href='x'>y</a>")
with wave.open("work/w.wav", "wb") as w:
    w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000); w.writeframes(b"\0\0" * 10)
with wave.open("work/w.wav") as w:
    print(w.getnframes(), w.getparams())
with open("work/w.csv", "w", newline="") as f:
    w = csv.DictWriter(f, ["a", "b"]); w.writeheader(); w.writerow({"a": 1, "b": "x,y"})
print(list(csv.DictReader(open("work/w.csv", newline=""))))
with fileinput.input("work/t.toml") as f:
    print([(fileinput.lineno(), line) for line in f])
