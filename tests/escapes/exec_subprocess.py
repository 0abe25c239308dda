# technique: subprocess.run
# goal: exec-command
# source: CTF folklore
import subprocess
subprocess.run(['/bin/sh', '-c', 'echo x > @OUT@/file'])
