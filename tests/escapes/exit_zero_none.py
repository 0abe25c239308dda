# technique: SystemExit(None) is status 0
# goal: exit
# source: graders that trust the exit status
# expect: exit0
print('ALIVE', flush=True)
raise SystemExit
print('BLOCKED')
