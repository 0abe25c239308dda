# technique: the builtin exit() of site
# goal: exit
# source: pysandbox, exit()
exit(77)
