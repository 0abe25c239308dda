# policy: process exit = yes
# status: 3
try:
    exit(1, 2)
except TypeError as e:
    print("TypeError")
try:
    quit("text")
except SystemExit as e:
    print(e.code)
print(exit, quit, repr(exit))
exit(code=3)
