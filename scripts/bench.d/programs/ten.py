import collections, dataclasses, datetime, decimal, functools
import itertools, json, math, re, statistics
print(len(json.dumps({"pi": math.pi})))
