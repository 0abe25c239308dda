# technique: ExitStack hands the traceback to a callable of ours, with its own frames in it
# goal: frames
# source: own analysis
import contextlib


def leave(kind, value, trace):
    found = []
    while trace:
        found.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    print('ESCAPED frames of', found)
    return True


with contextlib.ExitStack() as stack:
    stack.push(leave)
    stack.enter_context(contextlib.nullcontext())
    1 / 0
