# technique: the class of what compile() returns
# goal: code
# source: pysandbox, code objects cannot be made
code = compile('1', 'x', 'eval')
made = type(code)(0, 0, 0, 0, 1, code.co_flags, code.co_code, (2, 3), (), (), 'x',
                  'f', 'f', 1, b'', b'')
if made.co_consts:
    print('ESCAPED code made')
