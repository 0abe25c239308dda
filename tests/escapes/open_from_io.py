# technique: io.open is the same function under another name
# goal: read-secret
# source: pysandbox, tests of open()
import io
print(io.open('@SECRET@').read())
