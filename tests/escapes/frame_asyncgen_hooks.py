# technique: sys.set_asyncgen_hooks is handed the asynchronous generators of others
# goal: frames
# source: PEP 525
import sys


async def victim():
    hidden = 42
    yield


def first(generator):
    if generator.ag_frame.f_code.co_name == 'victim':
        print('ESCAPED frame of victim')


sys.set_asyncgen_hooks(firstiter=first)
try:
    victim().__anext__().send(None)
except StopIteration:
    pass
