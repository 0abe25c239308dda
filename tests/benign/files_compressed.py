# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports gzip = *
# policy: imports bz2 = *
# policy: imports lzma = *
# policy: imports zipfile = *
# policy: imports tarfile = *
import bz2, gzip, io, lzma, tarfile, zipfile
for m in gzip, bz2, lzma:
    n = "work/" + m.__name__
    with m.open(n, "wt") as f:
        f.write("compressed\nlines\n")
    with m.open(n, "rt") as f:
        print([line for line in f])
    with m.open(n) as f:
        print(f.read(4), f.seek(0), f.readline(), f.readlines(), f.tell())
    with m.open(n, "ab") as f:
        f.write(b"more")
    print(m.open(n).read())
    data = m.compress(b"x" * 1000)
    print(m.decompress(data) == b"x" * 1000)
    print(m.open(io.BytesIO(data)).read(5))
with gzip.GzipFile("work/gz", "wb", mtime=0) as f:
    print(f.write(b"abc"))
with gzip.GzipFile("work/gz") as f:
    print(f.read(), f.name)
buf = io.BytesIO()
with gzip.GzipFile(fileobj=buf, mode="wb") as f:
    f.write(b"to memory")
print(gzip.decompress(buf.getvalue()))
print(lzma.LZMAFile("work/lzma").read(4), bz2.BZ2File("work/bz2").read(4))
with zipfile.ZipFile("work/z.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("inside", "zipped\n" * 3)
    z.writestr("d/other", b"bytes")
with zipfile.ZipFile("work/z.zip") as z:
    print(z.namelist(), z.read("inside"), z.open("d/other").read(), z.testzip(), z.getinfo("inside").file_size)
    with z.open("inside") as f:
        print(f.readline(), io.TextIOWrapper(f).read())
    z.extractall("work/x")
    print(z.extract("inside", "work/y"))
print(open("work/x/d/other").read(), zipfile.is_zipfile("work/z.zip"))
with zipfile.ZipFile("work/z.zip", "a") as z:
    z.write("work/gz", "gz")
    print(z.namelist())
b = io.BytesIO()
with zipfile.ZipFile(b, "w") as z:
    z.writestr("m", "memory")
print(zipfile.ZipFile(b).read("m"))
with tarfile.open("work/t.tar.gz", "w:gz") as t:
    i = tarfile.TarInfo("inside")
    i.size = 6
    t.addfile(i, io.BytesIO(b"tarred"))
    t.add("work/x/d/other", "other")
for name in "work/t.tar.gz",:
    with tarfile.open(name) as t:
        print(t.getnames(), t.extractfile("inside").read(), [m.size for m in t], t.extractfile("other").readlines())
with tarfile.open("work/t.tar.gz", "r:*") as t:
    t.extractall("work/tx")
print(open("work/tx/inside").read(), tarfile.is_tarfile("work/t.tar.gz"))
with tarfile.open("work/t.tar.xz", "w:xz") as t:
    t.add("work/x/d", "d")
print(tarfile.open("work/t.tar.xz").getnames())
with tarfile.open("work/t.tar", "w") as t:
    t.add("work/x/d/other", "d")
print(tarfile.open("work/t.tar").extractfile("d").read())
print(tarfile.open(fileobj=open("work/t.tar", "rb"), mode="r|").getnames())
