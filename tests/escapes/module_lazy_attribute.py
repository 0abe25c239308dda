# technique: a module's own __getattr__ is a trusted function with globals
# goal: globals
# source: PEP 562
# python: 3.13+
import typing
if '__builtins__' in typing.__getattr__.__globals__:
    print('ESCAPED globals of typing')
