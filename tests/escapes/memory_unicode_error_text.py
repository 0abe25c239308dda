# technique: the reason of a UnicodeEncodeError, while it is made a text, deletes the object whose characters are shown
# goal: crash
# mended: later releases
# source: own fuzzing
class Reason:
    def __str__(self):
        del error.object
        return 'reason'


for i in range(3):
    error = UnicodeEncodeError('ascii', 'abc', 0, 1, 'r')
    error.reason = Reason()
    str(error)
