# technique: breakpoint() starts a debugger that obeys standard input
# goal: import
# source: CTF folklore
# stdin: import posix; print('\\nESCAPED pid=%d' % posix.getpid())\nc\n
breakpoint()
done = True
