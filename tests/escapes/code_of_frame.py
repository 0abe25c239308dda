# technique: f_code
# goal: code
# source: CTF folklore
try:
    1 / 0
except ZeroDivisionError as error:
    print('ESCAPED code', error.__traceback__.tb_frame.f_code.co_names)
