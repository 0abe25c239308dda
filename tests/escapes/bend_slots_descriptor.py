# technique: the member descriptor of a trusted class writes into its instances
# goal: bend
# source: own analysis
# debatable: uuid objects are ours to spoil
import uuid
one = uuid.NAMESPACE_DNS
type(one).__dict__['int'].__set__(one, 7)
if uuid.NAMESPACE_DNS.int == 7:
    print('ESCAPED constant written')
