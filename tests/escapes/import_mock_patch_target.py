# technique: mock.patch("...") resolves names by trusted code: its target and getter are real modules
# goal: import
# source: own
# policy: imports unittest.mock = *
from unittest import mock
for name in "json.loads", "random.seed", "os.system":
    p = mock.patch(name)
    for get in (lambda: p.getter(), lambda: p.target):
        try:
            m = get()
        except Exception as error:
            print(type(error).__name__)
            continue
        for path in ("_os.getpid", "codecs.sys.modules", "getpid", "codecs.builtins"):
            try:
                v = m
                for part in path.split("."):
                    v = getattr(v, part)
                print("ESCAPED pid=%d" % (v() if path.endswith("getpid") else m._os.getpid()))
            except Exception as error:
                print(type(error).__name__)
