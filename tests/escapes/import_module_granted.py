# technique: importlib.import_module, where it is granted, gives the real module of a granted name
# goal: import
# source: own
# policy: imports importlib = *
import importlib
for give in (importlib.import_module, lambda name: importlib.__import__(name)):
    try:
        print("ESCAPED pid=%d" % give("random")._os.getpid())
    except Exception as error:
        print(error)
