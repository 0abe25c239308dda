# technique: code.interact compiles and runs what it reads
# goal: import
# source: CTF folklore
# stdin: import posix; print('\\nESCAPED pid=%d' % posix.getpid())\n
import code
code.interact(local={})
