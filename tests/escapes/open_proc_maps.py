# technique: the address map of the process
# goal: leak
# source: CTF folklore, first step of every memory exploit
if 'python' in open('/proc/self/maps').read():
    print('ESCAPED address map')
