# technique: a secret default printed by a format string
# goal: leak
# source: RestrictedPython, CVE-2023-41039
# debatable: the defaults of a public function are no secret
import json
text = '{0.__kwdefaults__[sort_keys]}'.format(json.dumps)
if text == 'False':
    print('ESCAPED default read')
