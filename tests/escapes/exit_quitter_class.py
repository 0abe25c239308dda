# technique: the class of exit makes another
# goal: exit
# source: own analysis
type(exit)('x', 'y')(77)
