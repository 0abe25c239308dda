# technique: sqlite3: databases of a granted directory, attached, by URI, vacuumed; an authorizer of its own
# policy: imports sqlite3 = *
# policy: files write = ${cwd}/work
# policy: files read = ${cwd}/work
import sqlite3
with sqlite3.connect("work/one.db") as c:
    c.execute("CREATE TABLE t(a, b)")
    c.executemany("INSERT INTO t VALUES (?, ?)", [(1, "x"), (2, "y")])
c.execute("ATTACH 'work/two.db' AS two")
c.execute("CREATE TABLE two.u AS SELECT * FROM t")
c.execute("ATTACH ':memory:' AS m")
c.execute("ATTACH '' AS temporary")
c.commit()
c.execute("VACUUM")
print(c.execute("SELECT count(*) FROM two.u").fetchone())
acts = []


def authorizer(act, *rest):
    acts.append(act)
    return sqlite3.SQLITE_DENY if "b" in rest else sqlite3.SQLITE_OK


c.set_authorizer(authorizer)
print(c.execute("SELECT a FROM t").fetchall(), acts)
try:
    c.execute("SELECT b FROM t")
except sqlite3.DatabaseError as error:
    print(error)
c.set_authorizer(None)
print(c.execute("SELECT b FROM t").fetchall())
c.close()
c = sqlite3.connect("file:work/one.db?mode=ro", uri=True)
print(c.execute("SELECT sum(a) FROM t").fetchone())
try:
    c.execute("DELETE FROM t")
except sqlite3.OperationalError as error:
    print(error)
print(sqlite3.connect("file::memory:?cache=shared", uri=True).execute("SELECT 1").fetchone())
