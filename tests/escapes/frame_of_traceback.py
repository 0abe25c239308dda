# technique: e.__traceback__.tb_frame
# goal: frames
# source: CTF folklore
try:
    1 / 0
except ZeroDivisionError as error:
    frame = error.__traceback__.tb_frame
    if frame.f_globals is globals():
        print('ESCAPED frame of', frame.f_code.co_name)
