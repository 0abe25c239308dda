# technique: SystemExit from a finally block that replaces a sandbox's own error
# goal: exit
# source: own analysis
try:
    import os
    os.system
    raise MemoryError
finally:
    raise SystemExit(77)
