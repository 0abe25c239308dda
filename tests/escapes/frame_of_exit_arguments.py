# technique: __exit__ gets the traceback as argument
# goal: frames
# source: own analysis
class Manager:
    def __enter__(self):
        pass

    def __exit__(self, kind, value, trace):
        if trace.tb_frame.f_globals is globals():
            print('ESCAPED frame')
        return True


with Manager():
    1 / 0
