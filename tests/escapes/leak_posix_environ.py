# technique: posix.environ
# goal: env
# source: CTF folklore
import posix
print(posix.environ)
