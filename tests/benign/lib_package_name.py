# technique: what a module tells of itself
import collections.abc, json, json.decoder, re
for m in (json, json.decoder, re, collections, collections.abc):
    print(m.__name__, repr(m.__package__), bool(m.__doc__))
