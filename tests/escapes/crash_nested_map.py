# technique: nested map iterators overflow the C stack
# goal: crash
# mended: later releases
# source: Lib/test/crashers
# debatable: needs a limit on the stack of the process
chain = iter([1])
for _ in range(300000):
    chain = map(abs, chain)
next(chain)
