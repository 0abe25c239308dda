# technique: sys.breakpointhook imports what PYTHONBREAKPOINT, or we, say
# goal: import
# source: PEP 553
# stdin: !import posix; print('\\nESCAPED pid=%d' % posix.getpid())\nc\n
import sys
sys.breakpointhook()
