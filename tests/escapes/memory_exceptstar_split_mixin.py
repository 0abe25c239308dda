# technique: split inherited from another base
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Mixin:
    def split(self, condition):
        return 7 ** 100


class Group(Mixin, ExceptionGroup):
    pass


try:
    raise Group('group', [ValueError()])
except* ValueError:
    pass
