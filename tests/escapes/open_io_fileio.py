# technique: io.FileIO opens without open()
# goal: read-secret
# source: pysandbox, tests of open()
import io
print(io.FileIO('@SECRET@').read())
