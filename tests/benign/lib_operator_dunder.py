import operator, sys
print(sorted(n for n in dir(operator) if not n.startswith('_')))
print(len(operator.__all__), operator.__all__[-3:])
print([n for n in ("__add__","__lt__","__getitem__","__contains__","__concat__", "__call__","__index__") if hasattr(operator, n)])
