import sys; print(sys.argv, sys.stdin.read()); print("e",file=sys.stderr); sys.exit(3)
