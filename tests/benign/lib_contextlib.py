# technique: contextlib
import contextlib
import io


@contextlib.contextmanager
def tag(name):
    print(f'<{name}>')
    try:
        yield name.upper()
    except KeyError as error:
        print('swallowed', error)
    finally:
        print(f'</{name}>')


with tag('a') as value:
    print(value)
with tag('b'):
    raise KeyError('k')


@tag('decorator')
def f():
    print('body')


f()
page = io.StringIO()
with contextlib.redirect_stdout(page):
    print('captured')
    with contextlib.redirect_stdout(io.StringIO()):
        print('nested')
    print('again')
print(repr(page.getvalue()))
errors = io.StringIO()
with contextlib.redirect_stderr(errors):
    import sys
    print('to stderr', file=sys.stderr)
print(repr(errors.getvalue()))
with contextlib.suppress(ZeroDivisionError, ValueError):
    1 / 0
with contextlib.ExitStack() as stack:
    for name in 'xy':
        stack.enter_context(tag(name))
    stack.callback(print, 'callback', 1, sep='-')
    stack.push(lambda *error: print('pushed', error[0]))
    inner = stack.pop_all()
print('moved')
inner.close()


class Closing:
    def close(self):
        print('closed')


with contextlib.closing(Closing()), contextlib.nullcontext(5) as n:
    print(n)


class Manager(contextlib.AbstractContextManager):
    def __exit__(self, *error):
        print('exit', error[0])


with Manager():
    pass


class Deco(contextlib.ContextDecorator):
    def __enter__(self):
        print('in')

    def __exit__(self, *error):
        print('out')


@Deco()
def g():
    return 'g'


print(g())
try:
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
except ZeroDivisionError as error:
    print('from callback', error)


@contextlib.asynccontextmanager
async def agen():
    print('async in')
    yield 1
    print('async out')


async def main():
    async with agen() as x, contextlib.AsyncExitStack() as stack:
        print(x)


try:
    main().send(None)
except StopIteration:
    pass
