# technique: the environment that the process was started with, read from procfs
# goal: env
# source: CTF folklore
print(open('/proc/self/environ').read())
