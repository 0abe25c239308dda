import io


class Source(io.RawIOBase):
    def __init__(self, data):
        self.data = data
        self.calls = 0

    def readable(self):
        return True

    def readinto(self, into):
        self.calls += 1
        n = min(len(into), 5, len(self.data))
        into[:n] = self.data[:n]
        self.data = self.data[n:]
        return n


class Sink(io.RawIOBase):
    name = "sink"

    def __init__(self):
        self.got = []

    def writable(self):
        return True

    def write(self, data):
        self.got.append(bytes(data[:7]))
        return len(self.got[-1])


class Both(io.BytesIO):
    def readinto(self, into):
        return super().readinto(into)


source = Source(b"one\ntwo\nthree\n")
reader = io.BufferedReader(source, 8)
print(reader.raw is source, reader.readline(), reader.peek(2)[:2], reader.read(3))
print(io.TextIOWrapper(reader).read().splitlines(), source.calls > 2)
sink = Sink()
with io.BufferedWriter(sink, buffer_size=4) as writer:
    print(writer.write(b"0123456789"), writer.name, writer.raw is sink, writer.seekable())
print(sink.got, sink.closed)
writer = io.BufferedWriter(Sink())
writer.write(b"abc")
raw = writer.detach()
print(type(raw).__name__, raw.got)
try:
    writer.write(b"x")
except ValueError as error:
    print(error)
both = Both(b"some text")
random = io.BufferedRandom(both)
print(random.read(4), random.seek(0), random.write(b"SOME"), random.flush(), both.getvalue())
pair = io.BufferedRWPair(Source(b"abcdef"), Sink())
print(pair.read(2), pair.write(b"zz"), pair.readable())


class Bad(Source):
    def readinto(self, into):
        return len(into) + 1


class Blocking(Source):
    def readinto(self, into):
        return None


class Failing(Source):
    def readinto(self, into):
        raise OSError("no more")


for kind in Bad, Blocking, Failing:
    try:
        print(io.BufferedReader(kind(b"x")).read(1))
    except OSError as error:
        print(type(error).__name__, error)
try:
    io.BufferedReader(object())
except AttributeError as error:
    print(error)
try:
    io.BufferedReader(io.BytesIO(), -1)
except ValueError as error:
    print(error)
print(io.BufferedReader(io.BytesIO(b"plain")).read())
print(Source(b"read all").readall(), Source(b"abc").read(2))
