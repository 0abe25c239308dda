# technique: csv iterates over lines: of a file that map() opens
# goal: read-secret
# source: own analysis: C callables have no frame
import csv
print(*csv.reader(next(map(open, ['@SECRET@']))))
