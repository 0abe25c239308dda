# technique: an uncaught ImportError with name and name_from: to guess what was meant, traceback imports the module that it names, as trusted code
# goal: import
# python: 3.13+
# source: own analysis: _compute_suggestion_error() in traceback.py
import io
import sys

stdout = sys.stdout


class Stream(io.StringIO):
    def write(self, text):
        if 'Zen of Python' in text:
            stdout.write('\nESCAPED imported this\n')
            stdout.flush()


class Error(ImportError):
    __traceback__ = None


sys.stdout = Stream()
raise Error('x', name='this', name_from='x')
