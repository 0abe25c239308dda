# technique: threading.settrace, for threads that trusted code starts
# goal: frames
# source: CTF folklore
import threading


def trace(frame, event, argument):
    if frame.f_globals.get('__name__') == 'threading':
        threading.settrace(None)
        print('ESCAPED frame of', frame.f_code.co_name, flush=True)


threading.settrace(trace)
thread = threading.Thread(target=len)
thread.start()
thread.join()
