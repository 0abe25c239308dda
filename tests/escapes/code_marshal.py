# technique: marshal.loads makes code objects from bytes
# goal: code
# source: marshal documentation
import marshal
code = marshal.loads(marshal.dumps(compile('1', 'x', 'eval')))
if code.co_consts:
    print('ESCAPED code made')
