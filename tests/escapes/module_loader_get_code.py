# technique: the loader of a granted module hands out code objects of any module
# goal: code
# source: own analysis
import json
code = json.__spec__.loader.get_code('json')
if code.co_names:
    print('ESCAPED code object', code.co_name)
