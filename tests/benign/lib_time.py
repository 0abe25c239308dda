# technique: time
import time
start = time.perf_counter()
time.sleep(0.01)
print(time.perf_counter() - start > 0.009, time.time() > 1.6e9, time.monotonic() > 0, time.process_time() >= 0)
moment = time.gmtime(86400 * 365)
print(moment.tm_year, moment.tm_yday, tuple(moment)[:6], time.strftime('%Y-%m-%d %H:%M', moment), time.asctime(moment))
parsed = time.strptime('30 Nov 2000', '%d %b %Y')
print(parsed.tm_yday, parsed.tm_wday, time.strptime('12:34', '%H:%M')[3:5])
print(isinstance(time.mktime(parsed), float), time.localtime().tm_year > 2020, isinstance(time.time_ns(), int))
print(isinstance(time.timezone, int), len(time.tzname), time.get_clock_info('monotonic').monotonic)
try:
    time.strptime('99', '%H')
except ValueError as error:
    print(error)
