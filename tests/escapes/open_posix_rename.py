# technique: rename moves a file without opening it
# goal: write-file
# source: no open event
import posix
posix.rename('@SECRET@', '@OUT@/moved')
