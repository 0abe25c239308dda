# technique: "Did you mean" lists names of the real module
# goal: leak
# source: Python 3.12
# python: 3.12+
import io
import sys
try:
    from random import _oss
except ImportError as error:
    sys.excepthook
    kept = error
page = sys.stderr = io.StringIO()
sys.excepthook(type(kept), kept, kept.__traceback__)
if '_os' in page.getvalue().replace('_oss', ''):
    print('ESCAPED', page.getvalue().splitlines()[-1])
