# technique: SystemExit out of __exit__ while another exception is under way
# goal: exit
# source: own analysis
class Manager:
    def __enter__(self):
        pass

    def __exit__(self, *error):
        raise SystemExit(77)


with Manager():
    1 / 0
