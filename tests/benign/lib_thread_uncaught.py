# policy: imports threading = *
# policy: process threads = yes
import threading
def boom(): raise ValueError("in thread")
t = threading.Thread(target=boom, name="T"); t.start(); t.join()
print("goes on", t.is_alive())
old = threading.excepthook
threading.excepthook = lambda args: print("hook", args.exc_type.__name__,
                                          args.exc_value, args.thread.name)
t = threading.Thread(target=boom, name="U"); t.start(); t.join()
threading.excepthook = old
print(threading.excepthook is old, threading.__excepthook__ is old)
