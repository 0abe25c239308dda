# technique: an exception raised in trusted code: the last traceback entry
# goal: frames
# source: pysandbox
import statistics
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    if trace.tb_frame.f_globals['__name__'] == 'statistics':
        print('ESCAPED frame of', trace.tb_frame.f_code.co_name)
