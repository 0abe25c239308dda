# technique: StringIO, BytesIO and the layers above them
import io
page = io.StringIO('line 1\nline 2\n')
print(page.readline(), page.read(), page.seek(0), list(page), page.tell())
page = io.StringIO()
print('to page', 1, file=page)
page.write('more')
page.seek(3)
page.write('PAGE')
print(repr(page.getvalue()), page.truncate(5), page.getvalue())
data = io.BytesIO(b'abc\ndef')
print(data.read(2), data.getvalue(), data.getbuffer()[1], data.readlines(), data.seekable())
text = io.TextIOWrapper(io.BytesIO('é\r\nx'.encode()), encoding='utf-8', newline=None)
print(repr(text.read()), text.encoding)
reader = io.BufferedReader(io.BytesIO(b'0123456789'), 4)
print(reader.peek(2)[:2], reader.read(3), reader.tell())
with io.StringIO('x') as f:
    print(f.read(), f.closed)
print(f.closed, io.DEFAULT_BUFFER_SIZE > 0, io.SEEK_SET, isinstance(page, io.TextIOBase), isinstance(data, io.IOBase))
try:
    f.read()
except ValueError as error:
    print(error)


class Upper(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


u = Upper()
print('quiet', file=u)
print(u.getvalue())


class Lines(io.TextIOBase):
    def __init__(self):
        self.lines = []

    def write(self, text):
        self.lines.append(text)
        return len(text)


lines = Lines()
print('a', 'b', file=lines)
print(lines.lines)
