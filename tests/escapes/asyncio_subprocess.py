# technique: a policy that grants asyncio, for its event loop; asyncio starts programs as well
# goal: exec-command
# policy: imports asyncio = *
# source: own analysis: what comes with a grant
import asyncio


async def main():
    for way in (lambda: asyncio.create_subprocess_shell('echo ran > @OUT@/ran'),
                lambda: asyncio.create_subprocess_exec('/bin/sh', '-c', 'echo ran > @OUT@/ran')):
        try:
            await (await way()).wait()
        except Exception:
            pass

asyncio.run(main())
