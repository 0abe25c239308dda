# technique: operator.methodcaller('__subclasses__')
# goal: subclasses
# source: own analysis
import operator
kinds = operator.methodcaller('__subclasses__')(object)
if any(kind.__name__ == '_wrap_close' for kind in kinds):
    print('ESCAPED', len(kinds))
