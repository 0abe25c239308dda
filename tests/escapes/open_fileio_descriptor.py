# technique: FileIO(n) adopts a descriptor that somebody else opened
# goal: read-secret
# source: own analysis: no audit event for integers
import io
held = io.FileIO('@SECRET@')
print(io.FileIO(held.fileno(), closefd=False).read())
