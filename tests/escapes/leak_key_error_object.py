# technique: exceptions of trusted code carry its objects in their arguments and frames
# goal: frames
# source: exceptions carry objects
import enum
import string
try:
    string.Template('$x').substitute()
except KeyError as error:
    found = error.__traceback__.tb_next.tb_frame.f_locals
    if 'mapping' in found or 'self' in found:
        print('ESCAPED locals', sorted(found))
