# technique: the finally block of a coroutine that nobody finished
# goal: read-secret
# source: time bombs
class Wait:
    def __await__(self):
        yield


async def f(get=open, say=print):
    try:
        await Wait()
    finally:
        say(get('@SECRET@').read(), flush=True)


me = f()
me.send(None)
