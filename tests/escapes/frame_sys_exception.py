# technique: a comparison of ours runs inside an except block of trusted code: sys.exception() is its exception
# goal: frames
# source: own analysis
# python: 3.11-3.12
import enum
import sys


class Color(enum.Enum):
    RED = 1


class Value:
    __hash__ = None

    def __eq__(self, other):
        frame = sys.exception().__traceback__.tb_frame
        if frame.f_globals['__name__'] == 'enum':
            print('ESCAPED frame of', frame.f_code.co_name)
        return True


Color(Value())
