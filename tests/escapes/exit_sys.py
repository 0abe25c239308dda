# technique: sys.exit
# goal: exit
# source: pysandbox, exit()
import sys
sys.exit(77)
