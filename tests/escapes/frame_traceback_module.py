# technique: traceback.walk_tb yields the frames of a traceback
# goal: frames
# source: own analysis: confused deputies
import traceback
try:
    1 / 0
except ZeroDivisionError as error:
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is globals():
            print('ESCAPED frame')
