# technique: uuid.getnode reads the hardware address
# goal: leak
# source: own analysis
import uuid
if uuid.getnode():
    print('ESCAPED node')
