# technique: truncate by path
# goal: write-file
# source: no open event
import posix
posix.truncate('@SECRET@', 0)
