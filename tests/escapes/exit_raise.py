# technique: raise SystemExit
# goal: exit
# source: pysandbox, SystemExit
raise SystemExit(77)
