# SPDX-License-Identifier: MIT
"""An honest program: it needs nothing but the default policy."""
import collections
import datetime
import json
import math
import statistics

text = """the quick brown fox jumps over the lazy dog while the other
dog sleeps and the fox runs on over the hill"""
words = collections.Counter(text.split())
lengths = [len(word) for word in words]

print(json.dumps({
    "words": sum(words.values()),
    "commonest": dict(words.most_common(3)),
    "mean length": round(statistics.mean(lengths), 2),
    "sqrt(2)": round(math.sqrt(2), 6),
    "leap day": str(datetime.date(2024, 2, 28) + datetime.timedelta(days=1)),
}, indent=2))
