# technique: the builtin open() on a path that nobody granted
# goal: read-secret
# source: pysandbox, tests of open()
print(open('@SECRET@').read())
