# technique: exec with the builtins as locals
# goal: bend
# source: own analysis
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
exec('planted = "ESCAPED builtins written"', {}, b)
print(planted)
