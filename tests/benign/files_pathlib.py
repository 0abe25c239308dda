# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports pathlib = *
from pathlib import Path, PurePosixPath
d = Path("work")
print(d.exists(), d.is_dir(), list(d.iterdir()))
(d / "a").mkdir()
(d / "b" / "c").mkdir(parents=True, exist_ok=True)
f = d / "a" / "f.txt"
print(f.write_text("one\ntwo\n"), f.read_text().splitlines(), f.read_bytes())
print(f.write_bytes(b"x" * 10), f.stat().st_size)
f.touch()
(d / "t").touch()
print(sorted(p.name for p in d.iterdir()), sorted(str(p) for p in d.rglob("*")))
print([str(p) for p in sorted(d.glob("*/*"))])
g = f.rename(d / "g.txt")
print(g, f.exists(), g.exists(), g.is_file(), g.is_symlink())
h = g.replace(d / "h.txt")
print(h.read_text())
with h.open("a") as s:
    s.write("end")
print(h.open().read(), h.suffix, h.stem, h.with_suffix(".md"), h.parent)
h.unlink()
(d / "none").unlink(missing_ok=True)
(d / "a").rmdir()
try:
    (d / "none").read_text()
except FileNotFoundError as e:
    print(type(e) is FileNotFoundError, e.filename)
print(PurePosixPath("/a/b").relative_to("/a"), Path("x/../y").parts)
print(Path("work/b").resolve().name, Path("work").absolute().name, Path.cwd().name, d.samefile("work"))
try:
    (d / "b").mkdir()
except FileExistsError as e:
    print("exists")
try:
    (d / "b").rmdir()
except OSError as e:
    print(type(e).__name__, e.errno)
if hasattr(d, "walk"):
    print([(str(a), b, c) for a, b, c in d.walk()])
