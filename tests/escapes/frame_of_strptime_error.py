# technique: an error inside a module that C code imported lazily
# goal: frames
# source: own analysis
import time
try:
    time.strptime('x', '%Y')
except ValueError as error:
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    if trace.tb_frame.f_globals['__name__'] == '_strptime':
        print('ESCAPED frame of', trace.tb_frame.f_code.co_name)
