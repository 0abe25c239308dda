# technique: os.abort
# goal: crash
# source: own analysis
import posix
posix.abort()
