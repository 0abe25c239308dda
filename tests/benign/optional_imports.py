# technique: imports that a program can do without
try:
    import ssl
    have = True
except ImportError:
    have = False
print(have in (True, False))
try:
    import no_such_module_anywhere
except ImportError as error:
    print(isinstance(error, Exception), error.name)
except ModuleNotFoundError:
    print('not reached')
try:
    from math import no_such_name
except ImportError as error:
    print('no such name')
try:
    import numpy.linalg as linalg
except ImportError:
    linalg = None
print(linalg is None or linalg is not None)
