# technique: except* trusts what split() of a group returns: any object passes for a tuple
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Group(ExceptionGroup):
    def split(self, condition):
        return 7 ** 100


try:
    raise Group('group', [ValueError()])
except* ValueError:
    pass
