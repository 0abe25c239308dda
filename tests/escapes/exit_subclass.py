# technique: a subclass of SystemExit
# goal: exit
# source: own analysis
class Leave(SystemExit):
    pass


raise Leave(77)
