# technique: byte code that reads constants out of bounds: any memory without an import
# goal: crash
# source: DavidBuchanan314/unsafe-python
code = compile('1', 'x', 'eval')
for index in range(200, 256):
    eval(code.replace(co_code=bytes([151, 0, 100, index, 83, 0, 100, index, 83, 0]),
                      co_consts=()))
for _ in range(100000):
    eval(code.replace(co_code=bytes([144, 255] * 3 + [100, 255, 83, 0]), co_consts=()))
