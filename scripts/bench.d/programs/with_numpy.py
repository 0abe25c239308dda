import numpy
print(numpy.arange(6).sum())
