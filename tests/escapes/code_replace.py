# technique: code.replace
# goal: code
# source: pysandbox, code objects cannot be made
code = compile('1', 'x', 'eval').replace(co_consts=(2, 3))
if code.co_consts == (2, 3):
    print('ESCAPED code made')
