# technique: asyncio runs a coroutine that raises SystemExit
# goal: exit
# source: own analysis
import asyncio


async def main():
    raise SystemExit(77)


asyncio.run(main())
