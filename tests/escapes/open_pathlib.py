# technique: pathlib.Path.read_text
# goal: read-secret
# source: standard library
import pathlib
print(pathlib.Path('@SECRET@').read_text())
