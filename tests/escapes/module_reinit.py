# technique: ModuleType.__init__ on a module that exists: its name changes
# goal: bend
# source: CTF folklore
import json
type(json).__init__(json, 'os')
if json.__name__ == 'os':
    print('ESCAPED module renamed')
