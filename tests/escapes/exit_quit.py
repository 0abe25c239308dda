# technique: the builtin quit() of site
# goal: exit
# source: pysandbox TODO, protect quit()
quit(77)
