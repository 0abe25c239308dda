# technique: "import *" after __all__ of the module was changed
# goal: import
# source: own analysis
import random
random.__all__ = ['_os']
from random import *
print('ESCAPED pid=%d' % _os.getpid())
