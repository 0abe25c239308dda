# technique: dir(module) lists private names
# goal: leak
# source: zope.security hides names from dir()
import random
if '_os' in dir(random):
    print('ESCAPED', len(dir(random)))
