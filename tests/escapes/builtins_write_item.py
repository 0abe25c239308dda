# technique: dict.__setitem__ on the builtins: every program and module sees the new name
# goal: bend
# source: pysandbox 1.0.2, builtins changed by dict methods
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
dict.__setitem__(b, 'planted', 'ESCAPED builtins written')
print(planted)
