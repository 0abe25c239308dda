# technique: an exception class of the standard library gets an __init__ of ours
# goal: bend
# source: own analysis
import json


def ours(self, message, text, position):
    seen.append(text)


seen = []
json.JSONDecodeError.__init__ = ours
try:
    json.loads('x')
except ValueError:
    pass
if seen:
    print('ESCAPED trusted class calls ours')
