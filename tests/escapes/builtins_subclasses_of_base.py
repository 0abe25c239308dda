# technique: the same with names put together at run time
# goal: subclasses
# source: CTF folklore
base = getattr((), '__cl' + 'ass__').__base__
kinds = getattr(base, '__sub' + 'classes__')()
if any(kind.__name__ == '_wrap_close' for kind in kinds):
    print('ESCAPED', len(kinds))
