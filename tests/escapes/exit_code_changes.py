# technique: the attribute code is 0 at the first look
# goal: exit
# source: own analysis
class Leave(SystemExit):
    looks = 0

    @property
    def code(self):
        Leave.looks += 1
        return 77


raise Leave(0)
