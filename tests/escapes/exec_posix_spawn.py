# technique: posix_spawn with an empty environment: LD_PRELOAD is gone
# goal: exec-command
# source: LD_PRELOAD is lost by a new environment
import posix
pid = posix.posix_spawn('/bin/sh', ['sh', '-c', 'echo x > @OUT@/file'], {})
posix.waitpid(pid, 0)
