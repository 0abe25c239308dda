# technique: mmap of an open descriptor
# goal: read-secret
# source: CTF folklore
import mmap
import posix
fd = posix.open('@SECRET@', posix.O_RDONLY)
print(mmap.mmap(fd, 0, prot=mmap.PROT_READ)[:])
