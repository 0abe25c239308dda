# technique: os.environ by a granted module
# goal: env
# source: CTF folklore
import uuid
print(uuid.os.environ)
