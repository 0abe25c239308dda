# technique: the status is an int subclass
# goal: exit
# source: own analysis
class Number(int):
    def __eq__(self, other):
        return True

    def __bool__(self):
        return False


raise SystemExit(Number(77))
