# SPDX-License-Identifier: MIT
"""The floor that the warm pool is measured against: a fork server of the same
interpreter without any sandbox, as one writes it by hand.  floor.py FD MODULES
reads requests (length, source text) from the socket FD, forks, runs the text,
and sends back what it printed; to an empty one, what all have cost so far."""
import gc
import io
import os
import resource
import struct
import sys
import time

fd = int(sys.argv[1])
for name in filter(None, sys.argv[2].split(',')):
    __import__(name)


def read(n):
    data = b''
    while len(data) < n:
        part = os.read(fd, n - len(data))
        if not part:
            sys.exit()
        data += part
    return data


def run(text):
    sys.stdout = out = io.StringIO()
    exec(compile(text, '<string>', 'exec'), {'__name__': '__main__'})
    return out.getvalue().encode()


for _ in range(2):
    run('print(sum(range(1000)))')
gc.collect()
gc.freeze()
while True:
    text = read(struct.unpack('I', read(4))[0])
    if not text:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = time.process_time() + usage.ru_utime + usage.ru_stime
        os.write(fd, struct.pack('QQ', int(spent * 1e9), usage.ru_minflt))
        continue
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(ours, run(text))
        os._exit(0)
    os.close(ours)
    data = b''
    while part := os.read(theirs, 65536):
        data += part
    os.close(theirs)
    os.waitpid(pid, 0)
    os.write(fd, struct.pack('I', len(data)) + data)
