# technique: split as an attribute of the instance
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Group(BaseExceptionGroup):
    pass


group = Group('group', [ValueError()])
group.split = lambda condition: 7 ** 100
try:
    raise group
except* ValueError:
    pass
