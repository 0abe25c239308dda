# technique: the attribute code is computed when the interpreter asks
# goal: exit
# source: own analysis
class Leave(SystemExit):
    @property
    def code(self):
        return 77


raise Leave
