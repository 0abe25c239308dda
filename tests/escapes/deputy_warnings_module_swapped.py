# technique: the _module of catch_warnings replaced: its __exit__ sets attributes of what we say
# goal: bend
# source: own analysis: confused deputies
import json
import warnings
manager = warnings.catch_warnings()
manager.__enter__()
manager._module = json.dumps
try:
    manager.__exit__()
except AttributeError:
    pass
if isinstance(json.dumps.filters, list):
    print('ESCAPED attribute of a trusted function set')
