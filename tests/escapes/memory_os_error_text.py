# technique: the errno of an OSError, while it is shown, deletes the other parts, which are shown next
# goal: crash
# source: own fuzzing: OSError_str borrows what PyUnicode_FromFormat shows
class Number:
    def __str__(self):
        global junk
        error.strerror = error.filename = None
        junk = [bytes(n % 90) for n in range(5000)]
        return '1'


class Text:
    def __str__(self):
        return 'text'
    __repr__ = __str__


for i in range(200):
    error = OSError(Number(), Text(), Text())
    str(error)
