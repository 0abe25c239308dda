# technique: the flags of a decimal.Context that is gone point into freed memory
# mended: 3.14
# goal: leak
# source: own analysis: PyDecSignalDict_Type in _decimal.c
import decimal

KINDS = [decimal.Inexact, decimal.Rounded, decimal.Subnormal, decimal.Clamped,
         decimal.Overflow, decimal.Underflow, decimal.InvalidOperation]
for size in 63, 47, 71, 79:
    flags = decimal.Context().flags
    texts = [bytes([0x55]) * size for i in range(2000)]
    for kind in KINDS:
        flags[kind] = not flags[kind]
    for text in texts:
        if set(text) != {0x55}:
            print('ESCAPED bytes changed', text)
            raise SystemExit
