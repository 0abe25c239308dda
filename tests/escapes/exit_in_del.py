# technique: os._exit saved for a destructor at the end
# goal: exit
# source: time bombs
import contextlib


class Last:
    def __del__(self, leave=contextlib.os._exit):
        leave(77)


last = Last()
