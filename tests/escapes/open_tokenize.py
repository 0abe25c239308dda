# technique: tokenize.open
# goal: read-secret
# source: standard library
import tokenize
print(tokenize.open('@SECRET@').read())
