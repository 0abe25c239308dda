# technique: a for loop assigns to an item of the builtins: no call and no method
# goal: bend
# source: CTF jails without calls
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
for b['planted'] in ['ESCAPED builtins written']:
    pass
print(planted)
