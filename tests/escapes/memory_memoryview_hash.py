# technique: the __hash__ of the object behind a memoryview releases the view that is being hashed
# goal: crash
# source: python/cpython#142664
# mended: later releases
class Bytes(bytes):
    def __hash__(self):
        view.release()
        return 1


view = memoryview(Bytes(1 << 25))
hash(view)
