# technique: an exception of the sandbox's own, caught and given a code
# goal: exit
# source: own analysis
try:
    exit(0)
except BaseException as error:
    error.code = 77
    raise
