# technique: SQL creates a data base file: ATTACH has no audit event
# goal: write-file
# source: no audit event
# needs: sqlite3
import sqlite3
base = sqlite3.connect(':memory:')
base.execute("attach '@OUT@/base' as disk")
base.execute('create table disk.t (x)')
base.commit()
