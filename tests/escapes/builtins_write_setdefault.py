# technique: dict.setdefault
# goal: bend
# source: pysandbox 1.0.2, builtins changed by dict methods
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
dict.setdefault(b, 'planted', 'ESCAPED builtins written')
print(planted)
