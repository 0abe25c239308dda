# technique: itertools.starmap
# goal: read-secret
# source: own analysis
import itertools
print(*next(itertools.starmap(open, [('@SECRET@', 'r')])))
