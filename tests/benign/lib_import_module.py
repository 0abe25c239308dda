# technique: importlib.import_module of granted modules
# policy: imports importlib = import_module
# policy: imports xml.etree.ElementTree = *
import collections.abc
import importlib
import json
print(importlib.import_module("json") is json)
print(importlib.import_module("collections.abc") is collections.abc)
print(importlib.import_module(".abc", "collections") is collections.abc)
print(importlib.import_module(name="xml.etree.ElementTree").fromstring("<a>b</a>").text)
for args in ((".x",), ("..x", "a"), ("no_such_module",)):
    try:
        importlib.import_module(*args)
    except (ImportError, TypeError) as error:
        print(type(error).__name__, error)
