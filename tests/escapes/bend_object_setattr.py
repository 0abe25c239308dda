# technique: object.__setattr__ passes by a class's own __setattr__
# goal: bend
# source: rexec and new-style classes
# debatable: uuid objects are ours to spoil
import uuid
object.__setattr__(uuid.NAMESPACE_URL, 'int', 7)
if uuid.NAMESPACE_URL.int == 7:
    print('ESCAPED constant written')
