# technique: zoneinfo, on a system with or without time zone data
import datetime
import zoneinfo
try:
    zone = zoneinfo.ZoneInfo('Europe/Berlin')
    when = datetime.datetime(2024, 7, 1, 12, tzinfo=zone)
    print(when, when.utcoffset(), when.tzname(), when.astimezone(zoneinfo.ZoneInfo('America/New_York')))
    print(datetime.datetime(2024, 1, 1, tzinfo=zone).dst(), zone.key, str(zone))
except zoneinfo.ZoneInfoNotFoundError:
    print('no time zone data')
try:
    zoneinfo.ZoneInfo('No/Such')
except (zoneinfo.ZoneInfoNotFoundError, ModuleNotFoundError) as error:
    print('not found')
