# technique: property.fget of a trusted class
# goal: globals
# source: own analysis
import uuid
if uuid.UUID.hex.fget.__globals__['__name__'] == 'uuid':
    print('ESCAPED globals of uuid')
