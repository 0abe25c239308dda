# technique: faulthandler crashes on demand
# goal: crash
# source: CTF folklore
import faulthandler
faulthandler._sigsegv()
