# technique: functools.update_wrapper copies __code__ to an object of ours
# goal: code
# source: own analysis: confused deputies
import functools
import json


class Mine:
    pass


mine = functools.update_wrapper(Mine(), json.dumps, assigned=['__code__'], updated=[])
if 'cls' in vars(mine)['__code__'].co_varnames:
    print('ESCAPED code of json.dumps')
