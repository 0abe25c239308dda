# technique: type.__subclasses__ as a method descriptor
# goal: subclasses
# source: CTF folklore
kinds = type.__dict__['__subclasses__'](object)
if any(kind.__name__ == '_wrap_close' for kind in kinds):
    print('ESCAPED', len(kinds))
