# technique: fileinput iterates over named files
# goal: read-secret
# source: standard library
import fileinput
print(*fileinput.input(['@SECRET@']))
