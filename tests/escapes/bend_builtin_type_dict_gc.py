# technique: gc.get_referents of a mappingproxy is the real dict
# goal: bend
# source: CTF folklore (forbiddenfruit)
import gc
gc.get_referents(str.__dict__)[0]['planted'] = lambda self: 'ESCAPED built-in type written'
print(''.planted())
