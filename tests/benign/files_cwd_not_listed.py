# policy: imports os = getcwd
# policy: imports os.path = *
# policy: imports pathlib = *
import os, os.path, pathlib
print(os.getcwd() == str(pathlib.Path.cwd()), os.path.abspath("a") == os.getcwd() + "/a")
print(pathlib.Path("a").absolute() == pathlib.Path.cwd() / "a", os.path.relpath(os.getcwd()))
print(os.path.realpath("a") == os.getcwd() + "/a", pathlib.Path("a").resolve() == pathlib.Path.cwd() / "a")
