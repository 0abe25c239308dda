# technique: __file__, __cached__, __path__ and __spec__.origin of a module
# goal: leak
# source: own analysis
import json
print('ESCAPED', json.__file__, json.__spec__.origin)
