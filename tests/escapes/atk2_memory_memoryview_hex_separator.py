# technique: the same by a memoryview
# mended: 3.14
# goal: crash
# source: python/cpython#143195
class Separator(str):
    def __len__(self):
        view.release()
        text.clear()
        return 1


text = bytearray(1 << 25)
view = memoryview(text)
view.hex(Separator(':'))
