# technique: exceptions with tracebacks carried around, raised again, compared
def fail():
    raise ValueError('deep')


kept = None
try:
    fail()
except ValueError as error:
    kept = error
    print(error.__traceback__ is not None, error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno)
try:
    raise kept
except ValueError as error:
    print(error is kept)
try:
    raise kept.with_traceback(None)
except ValueError as error:
    print(error.__traceback__.tb_next)
try:
    raise RuntimeError('new') from kept
except RuntimeError as error:
    print(error.__cause__ is kept)


def retry(function, times):
    for attempt in range(times):
        try:
            return function(attempt)
        except ValueError as error:
            last = error
    raise RuntimeError(f'after {times}') from last


def flaky(attempt):
    if attempt < 2:
        raise ValueError(attempt)
    return 'finally'


print(retry(flaky, 3))
try:
    retry(flaky, 1)
except RuntimeError as error:
    print(error, error.__cause__)
