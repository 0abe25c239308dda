# policy: imports inspect = *
import inspect, functools
def f(a, b: int = 1, *args, c, d="x", **kw) -> str:
    "Doc of f."
    return a
class C:
    """Doc of C."""
    def m(self, x): pass
    @staticmethod
    def s(y): pass
    @classmethod
    def c(cls): pass
    @property
    def p(self): return 1
async def co(): pass
def gen(): yield
async def ag(): yield
print(inspect.signature(f), list(inspect.signature(f).parameters), inspect.signature(f).return_annotation)
print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C().m), inspect.signature(C.c), inspect.signature(lambda x: x))
print(inspect.signature(functools.partial(f, 1, c=2)), inspect.signature(len), inspect.signature(print))
print(inspect.signature(f).bind(1, 2, 3, c=4).arguments)
print(inspect.iscoroutinefunction(co), inspect.isgeneratorfunction(gen), inspect.isasyncgenfunction(ag), inspect.iscoroutinefunction(f))
print(inspect.isfunction(f), inspect.ismethod(C().m), inspect.isclass(C), inspect.isbuiltin(len), inspect.ismodule(inspect), inspect.isroutine(f))
print(inspect.getdoc(f), inspect.getdoc(C), inspect.getmro(C), inspect.getmodule(f) is not None)
print(inspect.getsource(f)); print(inspect.getsource(C)); print(inspect.getsourcelines(co)); print(inspect.getsource(C.m))
print([n for n, v in inspect.getmembers(C) if not n.startswith("__")], [n for n, _ in inspect.getmembers(C(), inspect.ismethod)])
print(inspect.getfile(f).endswith("lib_inspect.py"), inspect.cleandoc("  a\n    b"), inspect.getfullargspec(f))
c = co()
print(inspect.iscoroutine(c), inspect.isawaitable(c), inspect.getcoroutinestate(c)); c.close()
g = gen()
print(inspect.getgeneratorstate(g), inspect.isgenerator(g)); next(g); print(inspect.getgeneratorstate(g))
print(inspect.Parameter("x", inspect.Parameter.KEYWORD_ONLY), inspect.unwrap(f) is f, inspect.getattr_static(C, "p"). __class__)
@functools.wraps(f)
def w(*a, **k): return f(*a, **k)
print(inspect.signature(w), inspect.getcomments(f), inspect.classify_class_attrs(C)[0].name, inspect.isabstract(C))
print(inspect.get_annotations(f), inspect.getcallargs(C().m, 1)["x"])
print(inspect.isdatadescriptor(C.p), inspect.isgetsetdescriptor(type.__dict__["__dict__"]), inspect.ismethoddescriptor(str.join))
