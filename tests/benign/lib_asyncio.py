# policy: imports asyncio = *
import asyncio
async def work(n, d=0):
    await asyncio.sleep(d)
    return n * 2
async def producer(q):
    for i in range(3):
        await q.put(i)
    await q.put(None)
async def consumer(q):
    got = []
    while (x := await q.get()) is not None:
        got.append(x)
    return got
async def main():
    print(await work(1), await asyncio.gather(*(work(i, 0.001 * (3 - i)) for i in range(3))))
    t = asyncio.create_task(work(5), name="five")
    print(t.get_name(), await t, t.done())
    q = asyncio.Queue(1)
    print((await asyncio.gather(producer(q), consumer(q)))[1])
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.001)
    except asyncio.TimeoutError:
        print("timeout")
    async with asyncio.timeout(1):
        await asyncio.sleep(0)
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(work(1)); b = tg.create_task(work(2))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail()); tg.create_task(asyncio.sleep(5))
    except* ValueError as eg:
        print(eg.exceptions)
    lock, sem, ev = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event()
    async with lock, sem:
        asyncio.get_running_loop().call_soon(ev.set)
        await ev.wait()
    for f in asyncio.as_completed([work(1), work(2)]):
        await f
    done, pending = await asyncio.wait([asyncio.create_task(work(i)) for i in range(2)])
    print(len(done), len(pending), sorted(t.result() for t in done))
    t = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")
    print([x async for x in agen()], [y for y in [await work(1)]])
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_later(0.001, fut.set_result, 42)
    print(await fut, asyncio.iscoroutinefunction(work), asyncio.current_task().get_name())
    return "end"
async def agen():
    for i in range(3):
        yield i
        await asyncio.sleep(0)
async def fail():
    raise ValueError("bad")
print(asyncio.run(main()))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(work(3)))
loop.close()
with asyncio.Runner() as r:
    print(r.run(work(4)))
try:
    asyncio.run(fail())
except ValueError as e:
    print(e)
async def bg():
    asyncio.get_running_loop().call_exception_handler({"message": "handled"}) if 0 else None
asyncio.run(bg())
