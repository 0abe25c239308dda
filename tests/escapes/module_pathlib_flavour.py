# technique: pathlib's classes keep the module that they work with (_flavour, parser), which has os
# goal: import
# source: a crawler over the attributes of granted names
# policy: imports pathlib = *
import pathlib
for name in ('_flavour', 'parser'):
    module = getattr(pathlib.PosixPath, name, None)
    module = getattr(module, 'pathmod', module)
    if hasattr(module, 'os'):
        print('ESCAPED pid=%d' % module.os.getpid())
        break
