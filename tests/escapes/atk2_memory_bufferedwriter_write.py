# technique: a buffered writer over a BytesIO whose instance has a write of ours, which keeps the view of the buffer; the buffer is freed
# goal: crash
# source: own analysis
import io

raw = io.BytesIO()
kept = []


def write(view):
    kept.append(view)
    return len(view)


raw.write = write
writer = io.BufferedWriter(raw, 1 << 25)
writer.write(b'x')
writer.flush()
writer.__init__(io.BytesIO(), 16)
bytes(kept[0])
