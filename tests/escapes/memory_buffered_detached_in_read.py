# technique: the raw stream of a buffered one detaches itself in readinto()
# goal: crash
# source: own fuzzing
import io


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, into):
        if not self.done:
            self.done = True
            buffered.detach()
        into[:1] = b'a'
        return 1
    done = False


raw = Raw()
buffered = io.BufferedReader(raw, 4)
buffered.read(3)
