# SPDX-License-Identifier: MIT
# Every probe as a program that a sandboxed program started: spawned.py
# PROGRAM GROUND... prints "STATUS CLASS/NAME" of each, as of `breach run`.
import subprocess
import sys

program, *ground = sys.argv[1:]
probes = subprocess.run([program, "list"], capture_output=True, text=True,
                        check=True).stdout.split()
for probe in probes:
    try:
        status = subprocess.run([program, "run", probe, *ground],
                                stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL,
                                timeout=5).returncode
    except subprocess.TimeoutExpired:
        status = "hung"
    print(status, probe)
