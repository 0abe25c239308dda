# policy: imports threading = *
# policy: process threads = yes
import threading
def boom(): raise ValueError("in thread")
t = threading.Thread(target=boom, name="T"); t.start(); t.join()
print("goes on", t.is_alive())
