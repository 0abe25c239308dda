# numpy on files in the directory that was granted: every way to write and
# read arrays.
import numpy as np

np.save("out/a.npy", np.arange(5))
print(np.load("out/a.npy"), np.load("out/a.npy", mmap_mode="r").sum())
np.arange(4, dtype="i4").tofile("out/b.bin")
print(np.fromfile("out/b.bin", dtype="i4"))
with open("out/b.bin", "rb") as file:
    print(np.fromfile(file, dtype="i4", count=2), file.tell())
with open("out/c.txt", "w") as file:
    np.savetxt(file, np.eye(2))
print(np.loadtxt("out/c.txt"), np.genfromtxt("out/c.txt", max_rows=1))
m = np.memmap("out/m.bin", dtype="f8", mode="w+", shape=(3,))
m[:] = 2
m.flush()
del m
print(np.memmap("out/m.bin", dtype="f8", mode="r"))
np.savez_compressed("out/z.npz", x=np.ones(2))
with np.load("out/z.npz") as z:
    print(z["x"], list(z))
np.save("out/o.npy", np.array([{"a": 1}, None, np.float64(2)], dtype=object))
print(np.load("out/o.npy", allow_pickle=True))
np.eye(2).dump("out/dump.pkl")
print(np.load("out/dump.pkl", allow_pickle=True).sum())
for thing in (np.random.default_rng(1), np.random.RandomState(1), np.add):
    np.save("out/object.npy", np.array([thing], dtype=object))
    print(type(np.load("out/object.npy", allow_pickle=True)[0]).__name__)
np.ma.array([1, 2], mask=[0, 1]).dump("out/masked.pkl")
print(np.load("out/masked.pkl", allow_pickle=True))
rows = np.memmap("out/rows.bin", dtype="f4", mode="w+", shape=(2, 3))
rows[:] = 2
rows.flush()
print(np.memmap("out/rows.bin", dtype="f4", mode="r").sum(), np.memmap("out/rows.bin", dtype="f4", mode="c")[0])
