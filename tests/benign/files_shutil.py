# policy: files read = ${cwd}/work
# policy: files write = ${cwd}/work
# policy: imports shutil = *
# policy: imports pathlib = *
import shutil
from pathlib import Path
w = Path("work")
(w / "a.txt").write_text("hello\n" * 1000)
print(shutil.copy("work/a.txt", "work/b.txt"), shutil.copyfile("work/a.txt", "work/c.txt"))
print(shutil.copy2(w / "a.txt", w / "d.txt"), (w / "d.txt").read_text() == (w / "a.txt").read_text())
(w / "t" / "u").mkdir(parents=True)
shutil.move("work/b.txt", "work/t/u")
print(sorted(str(p) for p in w.rglob("*")))
shutil.copytree("work/t", "work/t2")
print(sorted(str(p) for p in w.rglob("*")))
shutil.rmtree("work/t")
shutil.rmtree(w / "t2")
print(sorted(str(p) for p in w.rglob("*")))
with open("work/a.txt") as s, open("work/e.txt", "w") as d:
    shutil.copyfileobj(s, d)
print((w / "e.txt").stat().st_size, shutil.get_terminal_size((80, 24)).lines > 0)
try:
    shutil.copyfile("work/a.txt", "work/a.txt")
except shutil.SameFileError:
    print("same")
try:
    shutil.copy("work/none", "work/x")
except FileNotFoundError as e:
    print(e.filename)
shutil.rmtree("work/none", ignore_errors=True)
shutil.make_archive("work/arch", "zip", "work", "a.txt") if 0 else None
