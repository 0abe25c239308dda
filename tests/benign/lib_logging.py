# policy: files write = ${cwd}/work
# policy: files read = ${cwd}/work
# policy: imports logging = *
# policy: imports logging.handlers = *
# policy: imports logging.config = *
import logging, sys, io
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)s:%(name)s:%(filename)s:%(lineno)d:%(funcName)s:%(module)s:%(message)s")
log = logging.getLogger("a.b")
def f():
    log.info("in f %d", 1)
    log.warning("w")
f()
try:
    1 / 0
except ZeroDivisionError:
    log.exception("caught")
s = io.StringIO()
h = logging.StreamHandler(s)
h.setFormatter(logging.Formatter("{levelname} {message}", style="{"))
log.addHandler(h)
log.propagate = False
log.error("err")
logging.info("root")
print(s.getvalue(), log.handlers == [h], logging.getLevelName(10), log.isEnabledFor(5))
fh = logging.FileHandler("work/log.txt")
log.addHandler(fh)
log.critical("to file")
fh.close()
print(open("work/log.txt").read())
class F(logging.Filter):
    def filter(self, r):
        return "no" not in r.getMessage()
h.addFilter(F())
log.error("no way"); log.error("yes")
print(s.getvalue())
class A(logging.LoggerAdapter):
    def process(self, msg, kw):
        return "[x] " + msg, kw
A(log, {}).error("adapted")
print(s.getvalue())
log.error("stack", stack_info=False, extra={"a": 1})
import logging.handlers
r = logging.handlers.RotatingFileHandler("work/rot", maxBytes=20, backupCount=2)
log2 = logging.getLogger("rot"); log2.propagate = False
log2.addHandler(r)
for i in range(5):
    log2.error("message %d", i)
r.close()
print(open("work/rot").read(), open("work/rot.1").read())
m = logging.handlers.MemoryHandler(10, target=h)
log2.removeHandler(r); log2.addHandler(m); log2.error("buffered"); m.flush()
print(s.getvalue())
import logging.config
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False,
  "formatters": {"f": {"format": "%(name)s|%(message)s"}},
  "handlers": {"c": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout"}},
  "root": {"handlers": ["c"], "level": "INFO"}})
logging.getLogger("cfg").info("configured")
