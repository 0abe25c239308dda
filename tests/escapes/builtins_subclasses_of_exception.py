# technique: the subclasses of an exception class, for a SystemExit that was taken away
# goal: subclasses
# source: own analysis
found = [kind for kind in BaseException.__subclasses__() if kind.__name__ == 'SystemExit']
if found:
    print('ESCAPED', found)
