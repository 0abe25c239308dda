# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports os = *
# policy: imports os.path = *
import os, os.path
print(os.getcwd() == os.path.abspath("."), os.listdir("work"), os.sep, os.name)
os.makedirs("work/a/b")
with open("work/a/f", "w") as f:
    f.write("x")
print(sorted(e.name for e in os.scandir("work/a")), [(r, d, f) for r, d, f in os.walk("work")])
os.rename("work/a/f", "work/a/g")
os.replace("work/a/g", "work/a/h")
print(os.path.exists("work/a/h"), os.path.getsize("work/a/h"), os.stat("work/a/h").st_size)
os.remove("work/a/h")
os.rmdir("work/a/b")
os.rmdir("work/a")
print(os.path.exists("work/a"))
os.makedirs("work", exist_ok=True) if False else None
print(os.environ.get("NOPE"), os.getpid() > 0, os.cpu_count() > 0)
print(os.path.join("a", "b"), os.path.splitext("a.b"), os.path.basename("a/b"), os.fspath("x"))
