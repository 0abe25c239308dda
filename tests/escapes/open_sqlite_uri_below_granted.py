# technique: "file:/elsewhere" looks like a name below the current directory, which is granted
# goal: write-file
# source: own
# policy: imports sqlite3 = *
# policy: files write = ${cwd}
# policy: files read = ${cwd}
import sqlite3
for name in ("file:@OUT@/uri.db", "file://@OUT@/uri.db?mode=rwc", "file:/%2e%2e@OUT@/uri.db"):
    try:
        c = sqlite3.connect(name, uri=True)
        c.execute("CREATE TABLE t(a)")
        c.commit()
    except (OSError, sqlite3.Error) as error:
        print(error)
