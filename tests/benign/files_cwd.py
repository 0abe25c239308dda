# policy: files read = ${cwd}
# policy: imports os = *
# policy: imports os.path = *
# policy: imports pathlib = *
# policy: imports glob = *
import os, os.path, pathlib, glob
print(sorted(os.listdir()), sorted(e.name for e in os.scandir()), os.getcwd() == str(pathlib.Path().resolve()))
print(sorted(str(p) for p in pathlib.Path().iterdir()), sorted(glob.glob("*")), list(os.walk(".")))
print(os.path.abspath("x") == os.path.join(os.getcwd(), "x"), os.path.relpath("/", "/a"), os.path.isdir("."))
print(os.path.realpath("work") == os.getcwd() + "/work", os.path.expanduser("x"))
