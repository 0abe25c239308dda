# technique: __buffer__ of an operand changes the bytearray that is at work
# goal: crash
# source: PEP 688, re-entrant buffers
# python: 3.12+
# debatable: one of many of the kind in CPython; the kernel layer contains it
# mended: later releases
class Evil:
    def __buffer__(self, flags):
        target.clear()
        kept.append(bytearray(b'x' * 5000000))
        return memoryview(b'a' * 100)


kept = []
for _ in range(20):
    target = bytearray(b'b' * 5000000)
    try:
        target.find(Evil(), 4000000)
    except (ValueError, BufferError):
        pass
    target = bytearray(b'b' * 5000000)
    try:
        target.replace(Evil(), b'c')
    except (ValueError, BufferError):
        pass
    target = bytearray(b'b' * 5000000)
    try:
        target.join([Evil(), b'x'])
    except (ValueError, BufferError):
        pass
