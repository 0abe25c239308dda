try:
    from . import x
except ImportError as e:
    print(type(e).__name__, e, e.name, e.path)
try:
    from .y import z
except ImportError as e:
    print(type(e).__name__, e)
try:
    from .. import z
except ImportError as e:
    print(type(e).__name__, e)
try:
    __import__("a..b")
except ImportError as e:
    print(type(e).__name__, e)
for n in "math..x", ".", "math.", "", "math.floor", "json.decoder.x", "nope", "nope.x", "xml_..y":
    try:
        __import__(n)
        print(n, "ok")
    except Exception as e:
        print(n, type(e).__name__, e, getattr(e, "name", None))
try:
    __import__("x", level=1)
except Exception as e:
    print(type(e).__name__, e)
try:
    __import__("x", {"__package__": "math"}, level=1)
except Exception as e:
    print(type(e).__name__, e)
try:
    __import__("x", {"__package__": 3}, level=1)
except Exception as e:
    print(type(e).__name__, e)
try:
    __import__("x", {"__name__": "math"}, level=1)
except Exception as e:
    print(type(e).__name__, e)
try:
    from math import nope
except ImportError as e:
    print(type(e).__name__)
print(__name__, __package__, __doc__, __file__.endswith("main_relative_import.py"))
