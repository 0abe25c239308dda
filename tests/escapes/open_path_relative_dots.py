# technique: a relative path that climbs out of the program's directory
# goal: read-secret
# source: prefix checks without normalization
print(open('../vault/secret.txt').read())
