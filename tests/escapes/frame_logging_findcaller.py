# technique: logging walks the stack for a subclass of ours
# goal: frames
# source: own analysis: confused deputies
import logging
if logging.currentframe().f_globals:
    print('ESCAPED frame')
