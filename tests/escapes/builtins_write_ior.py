# technique: the operator |= on the builtins
# goal: bend
# source: own analysis
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
dict.__ior__(b, {'planted': 'ESCAPED builtins written'})
print(planted)
