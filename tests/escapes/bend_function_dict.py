# technique: the attribute dict of a trusted function
# goal: bend
# source: pysandbox, test_readonly_import
import json
json.dumps.__dict__['planted'] = 1
if json.dumps.planted:
    print('ESCAPED trusted function written')
