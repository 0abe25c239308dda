# technique: co_filename of a trusted function
# goal: leak
# source: own analysis
import json
if json.dumps.__code__.co_filename.endswith('.py'):
    print('ESCAPED', json.dumps.__code__.co_filename)
