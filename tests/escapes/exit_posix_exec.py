# technique: another program takes this one's place and exits
# goal: exit
# source: own analysis
import posix
posix.execv('/bin/sh', ['sh', '-c', 'exit 77'])
