# technique: ATTACH in SQL creates a database anywhere, where sqlite3 is granted
# goal: write-file
# source: own
# policy: imports sqlite3 = *
import sqlite3
c = sqlite3.connect(":memory:")
for setter in (None, lambda *a: 0):
    try:
        c.set_authorizer(setter)
        c.execute("ATTACH ? AS x", ("@OUT@/attached.db",))
        c.execute("CREATE TABLE x.t(a)")
        c.commit()
    except sqlite3.Error as error:
        print(error)
