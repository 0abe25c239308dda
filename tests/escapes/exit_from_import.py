# technique: SystemExit while a local module is imported
# goal: exit
# source: own analysis
# beside: leave.py raise SystemExit(77)
import leave
