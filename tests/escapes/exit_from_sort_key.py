# technique: SystemExit out of a callback of C code
# goal: exit
# source: own analysis
def key(value):
    raise SystemExit(77)


sorted([1, 2], key=key)
