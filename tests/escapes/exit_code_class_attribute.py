# technique: the attribute code lies in the class
# goal: exit
# source: CPython, handle_system_exit()
class Leave(SystemExit):
    code = 77


raise Leave
