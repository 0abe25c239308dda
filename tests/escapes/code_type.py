# technique: types.CodeType makes byte code from bytes
# goal: code
# source: pysandbox, code objects cannot be made
def f():
    return 1


code = f.__code__
made = type(code)(0, 0, 0, 0, 1, code.co_flags, code.co_code, (None, 'made'), (),
                  (), 'x', 'f', 'f', 1, b'', b'')
if made.co_consts[1] == 'made':
    print('ESCAPED code made')
