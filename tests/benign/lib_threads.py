# policy: imports threading = *
# policy: imports concurrent.futures = *
# policy: imports concurrent.futures.thread = *
# policy: imports queue = *
# policy: imports asyncio = *
# policy: process threads = yes
import threading, queue, concurrent.futures, asyncio, time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
q = queue.Queue()
def worker():
    while (x := q.get()) is not None:
        out.append(x * 2); q.task_done()
    q.task_done()
out = []
ts = [threading.Thread(target=worker, name="w%d" % i, daemon=True) for i in range(3)]
for t in ts: t.start()
for i in range(5): q.put(i)
for t in ts: q.put(None)
q.join()
for t in ts: t.join()
print(sorted(out), threading.active_count(), threading.main_thread().name)
with ThreadPoolExecutor(2, thread_name_prefix="p") as pool:
    print(list(pool.map(lambda x: x + 1, range(3))))
    fs = [pool.submit(pow, 2, i) for i in range(3)]
    print(sorted(f.result() for f in as_completed(fs)), wait(fs).not_done)
    f = pool.submit(int, "x")
    print(type(f.exception()).__name__)
with concurrent.futures.ThreadPoolExecutor() as p:
    print(p.submit(lambda: threading.current_thread() is threading.main_thread()).result())
l = threading.local(); l.x = 1
def tl():
    print(hasattr(l, "x"))
t = threading.Thread(target=tl); t.start(); t.join()
def boom(): raise ValueError("in thread")
c = threading.Condition(); ready = []
def waiter():
    with c:
        c.wait_for(lambda: ready, 5); ready.append(2)
t = threading.Thread(target=waiter); t.start()
with c: ready.append(1); c.notify_all()
t.join(); print(ready)
async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(lambda: 5), await loop.run_in_executor(None, sum, [1, 2]))
asyncio.run(main())
tm = threading.Timer(0.001, out.clear); tm.start(); tm.join(); print(out)
