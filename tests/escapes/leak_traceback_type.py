# technique: types.TracebackType made by hand: a traceback entry that points where we like
# goal: frames
# source: Python 3.7, writable tracebacks
try:
    1 / 0
except ZeroDivisionError as error:
    kind = type(error.__traceback__)
    trace = kind(None, error.__traceback__.tb_frame, 0, 1)
    if trace.tb_frame.f_globals is globals():
        print('ESCAPED frame')
