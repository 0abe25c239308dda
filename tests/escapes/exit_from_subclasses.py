# technique: SystemExit taken from the list of subclasses
# goal: exit
# source: own analysis
for kind in BaseException.__subclasses__():
    if kind.__name__ == 'SystemExit':
        raise kind(77)
