# technique: a time zone file whose transitions name a type one past the last: the C code takes what lies there for an object
# mended: 3.14
# goal: crash
# source: own analysis: load_data() in _zoneinfo.c compares with > instead of >=
import datetime
import io
import struct
import zoneinfo


def zone(n):
    head = b'TZif2' + bytes(15) + struct.pack('>6l', 0, 0, 0, 3, n, 4)
    types = b''.join(struct.pack('>lbb', 3600 * i, 0, 0) for i in range(n))
    tail = bytes([n] * 3) + types + b'UTC\0'
    return io.BytesIO(head + struct.pack('>3l', 0, 1000, 2000) + tail
                      + head + struct.pack('>3q', 0, 1000, 2000) + tail
                      + b'\nUTC0\n')


for n in range(1, 20):
    junk = [b'A' * (24 * n + k) for k in range(-60, 60) if 24 * n + k > 0]
    del junk
    try:
        z = zoneinfo.ZoneInfo.from_file(zone(n))
        for t in (500, 1500, 2500):
            utc = datetime.datetime.fromtimestamp(t, datetime.timezone.utc)
            str(utc.astimezone(z).utcoffset())
    except Exception:
        pass
