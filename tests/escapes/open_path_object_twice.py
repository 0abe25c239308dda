# technique: __fspath__ answers differently when asked again (check, then use)
# goal: read-secret
# source: time of check, time of use
class Path:
    def __init__(self, honest):
        self.honest = honest

    def __fspath__(self):
        self.honest -= 1
        return '@SECRET@' if self.honest < 0 else __file__


for honest in range(6):
    try:
        print(open(Path(honest)).readline())
    except Exception as error:
        print(type(error).__name__)
