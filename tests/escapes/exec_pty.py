# technique: pty.spawn
# goal: exec-command
# source: CTF folklore
import pty
pty.spawn(['/bin/sh', '-c', 'echo x > @OUT@/file'], lambda fd: b'')
