# technique: nested itertools.chain objects
# goal: crash
# mended: later releases
# source: Lib/test/crashers
# debatable: needs a limit on the stack of the process
import itertools
chain = iter([1])
for _ in range(300000):
    chain = itertools.chain(chain)
next(chain)
