# technique: datetime
import datetime
from datetime import date, datetime as dt, timedelta, timezone, tzinfo
d = dt(2024, 2, 28, 23, 30, 15, 123456, tzinfo=timezone.utc)
print(d, d + timedelta(days=2), d.isoformat(timespec='minutes'), d.timestamp(), d.weekday(), d.isocalendar())
print(d.strftime('%Y-%m-%d %H:%M:%S.%f %a %b %j %U %p %%'), f'{d:%d/%m/%y}', d.date(), d.time())
print(dt.strptime('25 Dec 2023 08:15', '%d %b %Y %H:%M'), dt.strptime('2023-01-02T03:04:05+0530', '%Y-%m-%dT%H:%M:%S%z'))
print(dt.fromisoformat('2024-01-02T03:04:05+02:00'), date.fromisoformat('2024-12-31'), date(2024, 1, 31).replace(month=3))
print(date(2024, 3, 1) - date(2024, 2, 1), timedelta(hours=25, minutes=-5), divmod(timedelta(days=1), timedelta(hours=7)))


class Zone(tzinfo):
    def utcoffset(self, when):
        return timedelta(hours=5, minutes=45)

    def dst(self, when):
        return timedelta(0)

    def tzname(self, when):
        return 'NPT'


print(d.astimezone(Zone()), d.astimezone(Zone()).tzname(), d.astimezone(timezone(timedelta(hours=-3))))
try:
    date(2023, 2, 30)
except ValueError as error:
    print(error)
try:
    dt.strptime('x', '%Y')
except ValueError as error:
    print(error)
print(date.min, date.max, dt.combine(date(2020, 1, 1), datetime.time(5)), date.fromordinal(738000))
print(dt.now() > dt(2020, 1, 1), date.today().year >= 2024, repr(timedelta(1.5)), timedelta(1).total_seconds())
print(sorted([date(2024, 1, 2), date(2023, 1, 1)]), hash(date(2020, 1, 1)) == hash(date(2020, 1, 1)))
