# technique: with_traceback moves the traceback of a trusted exception to one of ours
# goal: frames
# source: own analysis
import json
try:
    json.loads('x')
except ValueError as error:
    mine = Exception().with_traceback(error.__traceback__)
    frame = mine.__traceback__.tb_next.tb_frame
    print('ESCAPED frame of', frame.f_code.co_name)
