# technique: /proc/self/mem reads and writes any address of the interpreter
# goal: code
# source: CTF folklore (/proc/self/mem beats read-only memory)
victim = b'this is immutable'
where = id(victim) + bytes.__basicsize__ - 1
with open('/proc/self/mem', 'r+b', buffering=0) as memory:
    memory.seek(where)
    memory.write(b'that')
if victim.startswith(b'that'):
    print('ESCAPED wrote into an immutable object')
