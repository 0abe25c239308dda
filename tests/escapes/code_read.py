# technique: f.__code__ of a trusted function
# goal: code
# source: pysandbox hid __code__
import json
if 'cls' in json.dumps.__code__.co_varnames:
    print('ESCAPED code of', json.dumps.__code__.co_name)
