# technique: a failed import leaves frames of the import system, or of a sandbox's guard
# goal: frames
# source: pysandbox
import json
try:
    '{0.a}'.format(__import__('no_such_module'))
except ImportError as error:
    frame = error.__traceback__.tb_frame
    while frame.f_back:
        frame = frame.f_back
    print('ESCAPED outermost frame', frame.f_code.co_name)
