# technique: f.__dict__ assigned, f.name assigned, vars(f)
# goal: bend
# source: pysandbox, test_readonly_import
import json
for act in (lambda: setattr(json.dumps, 'planted', 1),
            lambda: setattr(json.dumps, '__dict__', {'planted': 1}),
            lambda: vars(json.dumps).update(planted=1)):
    try:
        act()
    except Exception as error:
        print(type(error).__name__)
if json.dumps.planted:
    print('ESCAPED trusted function written')
