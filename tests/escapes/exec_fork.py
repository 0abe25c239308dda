# technique: fork: the child is another process
# goal: exec-command
# source: own analysis
import posix
pid = posix.fork()
if pid == 0:
    posix.close(posix.open('@OUT@/file', posix.O_CREAT | posix.O_WRONLY))
    posix._exit(0)
posix.waitpid(pid, 0)
