# technique: annotationlib copies an annotate function whose globals name no builtins: the copy would get those of trusted code
# goal: import
# source: own
# python: 3.14
held = []
space = {"held": held, "NamedTuple": __import__("typing").NamedTuple}
try:
    exec("""
globals().pop("__builtins__")
class P(NamedTuple):
    x: held.append(__import__) or Missing
""", space)
except Exception as error:
    print(type(error).__name__)
for f in held:
    print("ESCAPED pid=%d" % f("posix").getpid())
