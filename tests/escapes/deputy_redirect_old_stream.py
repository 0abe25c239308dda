# technique: redirect_stdout keeps the stream that it replaced, with the class FileIO behind it
# goal: read-secret
# source: own analysis
import contextlib
import io
redirect = contextlib.redirect_stdout(io.StringIO())
with redirect:
    stream = redirect._old_targets[0]
print(type(stream.buffer.raw)('@SECRET@').read())
