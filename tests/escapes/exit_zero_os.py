# technique: os._exit(0) before the work is done
# goal: exit
# source: graders that trust the exit status
# expect: exit0
print('ALIVE', flush=True)
import contextlib
contextlib.os._exit(0)
print('BLOCKED')
