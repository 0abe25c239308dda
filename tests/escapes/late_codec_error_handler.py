# technique: an error handler registered for codecs
# goal: frames
# source: own analysis
import codecs
import sys


def handler(error):
    print('ESCAPED frame of', sys._getframe(1).f_code.co_name)
    return '', error.end


codecs.register_error('mine', handler)
b'\xff'.decode('ascii', 'mine')
