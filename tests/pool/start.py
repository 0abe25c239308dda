#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `pysbx run` costs from start to end, beside the bare interpreter: runs
of `print("hello")`, interleaved.  start.py BUILD [PYTHON [ROUNDS]].  Ratios
only mean something."""
import os
import statistics
import subprocess
import sys
import tempfile
import time

build = sys.argv[1]
python = sys.argv[2] if len(sys.argv) > 2 else '/usr/bin/python3'
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 100
env = {k: v for k, v in os.environ.items() if not k.startswith('PYTHON')}
with tempfile.TemporaryDirectory() as place:
    program = os.path.join(place, 'hello.py')
    with open(program, 'w') as f:
        f.write('print("hello")\n')
    ways = {'bare': [python, program],
            'bare -I -S': [python, '-IS', program],
            'pysbx run': [build + '/pysbx', 'run', '--python', python,
                          program]}
    times = {way: [] for way in ways}
    for _ in range(rounds):
        for way, command in ways.items():
            begin = time.perf_counter()
            subprocess.run(command, env=env, check=True, close_fds=False,
                           stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL)
            times[way].append(time.perf_counter() - begin)
bare = statistics.median(times['bare'])
for way, t in times.items():
    print(f'{way:12} {statistics.median(t) * 1e3:6.2f} ms'
          f' {statistics.median(t) / bare:6.2f} of bare')
