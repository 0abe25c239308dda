# technique: a debugger that reads its commands from standard input
# goal: exec-command
# source: CTF folklore
# stdin: !import os; os.system('echo x > @OUT@/file')\nc\n
import pdb
pdb.set_trace()
done = True
