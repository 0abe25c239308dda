# technique: async functions, async generators and comprehensions, driven by hand
class Sleep:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        answer = yield self.name
        return answer


async def child(n):
    return await Sleep(f'child {n}')


async def numbers():
    for k in range(3):
        await Sleep(k)
        yield k


class Manager:
    async def __aenter__(self):
        await Sleep('enter')
        return self

    async def __aexit__(self, *error):
        await Sleep('exit')


async def main():
    print(await child(1))
    async with Manager():
        print([k * 10 async for k in numbers() if k])
    async for k in numbers():
        print('got', k)
    return 'done'


task = main()
answer = None
try:
    while True:
        answer = 'answer to %s' % task.send(answer)
except StopIteration as stop:
    print(stop.value)
