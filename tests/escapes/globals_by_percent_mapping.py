# technique: the % operator asks a mapping of ours, which walks
# goal: globals
# source: own analysis
import json


class Walk:
    def __getitem__(self, path):
        thing = json.loads
        for part in path.split('.'):
            thing = getattr(thing, part)
        return thing


text = '%(__globals__)s' % Walk()
if '__builtins__' in text:
    print('ESCAPED', len(text))
