# technique: split returns a tuple that is too short
# goal: crash
# mended: later releases
# source: CVE-2025-22153
class Group(ExceptionGroup):
    def split(self, condition):
        return ()


for _ in range(100):
    try:
        raise Group('group', [ValueError()])
    except* ValueError:
        pass
