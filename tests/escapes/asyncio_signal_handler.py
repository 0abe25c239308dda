# technique: the function by which asyncio handles Ctrl-C, called for another signal or from elsewhere
# goal: leak
# policy: imports asyncio = *
# source: own analysis: what comes with a grant
import asyncio


class Loop(type(asyncio.new_event_loop())):
    pass


loop = Loop()
for signal in 2, 10, 14:
    try:
        loop.add_signal_handler(signal, print)
        print('ESCAPED a handler of signal', signal)
    except (OSError, RuntimeError, ValueError):
        pass
