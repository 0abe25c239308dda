# technique: calendar
import calendar
print(calendar.month(2024, 2))
print(calendar.isleap(2024), calendar.monthrange(2024, 2), calendar.leapdays(2000, 2025), calendar.weekday(2024, 1, 1))
print(calendar.TextCalendar(calendar.SUNDAY).formatmonth(2023, 10))
print([str(d) for d in list(calendar.Calendar().itermonthdates(2024, 2))[:3]], calendar.day_name[0], calendar.month_abbr[3])
print(calendar.HTMLCalendar().formatmonth(2024, 1)[:60], calendar.timegm((2024, 1, 1, 0, 0, 0)))
print(calendar.calendar(2025, m=6)[:60])
