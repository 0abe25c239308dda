# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports tempfile = *
# policy: imports os.path = *
import tempfile, os.path
with tempfile.TemporaryDirectory(dir="work") as d:
    print(os.path.isdir(d), os.path.basename(d).startswith("tmp"))
    with open(os.path.join(d, "f"), "w") as f:
        f.write("x")
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", dir="work", suffix=".txt") as f:
    f.write("hello")
    f.seek(0)
    print(f.read(), os.path.exists(f.name), f.name.endswith(".txt"))
print(os.path.exists(f.name))
with tempfile.NamedTemporaryFile(dir="work", delete=False) as f:
    f.write(b"kept")
print(open(f.name).read())
fd, name = tempfile.mkstemp(dir="work", prefix="pre")
print(fd > 2, os.path.basename(name).startswith("pre"))
d = tempfile.mkdtemp(dir="work")
print(os.path.isdir(d))
with tempfile.TemporaryFile("w+", dir="work") as f:
    print(f.write("abc"), f.seek(0), f.read())
with tempfile.SpooledTemporaryFile(max_size=10, mode="w+", dir="work") as f:
    f.write("short")
    f.seek(0)
    print(f.read())
    f.write("long" * 10)
    f.seek(0)
    print(len(f.read()))
with tempfile.SpooledTemporaryFile() as f:
    f.write(b"in memory")
    f.seek(0)
    print(f.read())
