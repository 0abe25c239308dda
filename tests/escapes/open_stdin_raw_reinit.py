# technique: FileIO.__init__ on the open standard input: it closes and opens anew
# goal: read-secret
# source: own analysis
import sys
raw = sys.stdin.buffer.raw
raw.__init__('@SECRET@', 'r')
print(raw.read())
