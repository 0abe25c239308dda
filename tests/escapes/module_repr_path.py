# technique: repr of a module shows where the standard library lies
# goal: leak
# source: own analysis
import json
if '__init__.py' in repr(json):
    print('ESCAPED', repr(json))
