# technique: the exceptions in a group have tracebacks of their own
# goal: frames
# source: PEP 654
def fail():
    hidden = 42
    1 / 0


try:
    try:
        fail()
    except Exception as error:
        raise ExceptionGroup('group', [error])
except* ZeroDivisionError as group:
    frame = group.exceptions[0].__traceback__.tb_next.tb_frame
    if frame.f_locals['hidden'] == 42:
        print('ESCAPED locals')
