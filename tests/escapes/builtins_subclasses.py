# technique: object.__subclasses__ lists every class there is
# goal: subclasses
# source: CTF folklore
names = [kind.__name__ for kind in object.__subclasses__()]
if '_wrap_close' in names:
    print('ESCAPED', len(names))
