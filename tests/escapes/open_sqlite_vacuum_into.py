# technique: VACUUM INTO writes a database anywhere, where sqlite3 is granted
# goal: write-file
# source: own
# policy: imports sqlite3 = *
import sqlite3


class Mine(sqlite3.Connection):
    pass


for factory in (sqlite3.Connection, Mine):
    try:
        c = sqlite3.connect(":memory:", factory=factory)
        c.execute("CREATE TABLE t(a)")
        c.execute("VACUUM INTO '@OUT@/vacuumed%s.db'" % factory.__name__)
    except sqlite3.Error as error:
        print(error)
