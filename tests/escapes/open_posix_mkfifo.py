# technique: directory entries that nobody opens: mkfifo
# goal: write-file
# source: no audit event
import posix
posix.mkfifo('@OUT@/pipe')
