# technique: warnings: warn, filters, catching, showing on standard error
import warnings
warnings.warn('first warning')
warnings.warn('deprecated thing', DeprecationWarning, stacklevel=1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    warnings.warn('caught', UserWarning)
    warnings.warn('twice', RuntimeWarning)
print([(str(w.message), w.category.__name__, w.lineno) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    warnings.warn('silent')
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try:
        warnings.warn('raised', FutureWarning)
    except FutureWarning as error:
        print('raised', error)
warnings.filterwarnings('ignore', message='ignore.*')
warnings.warn('ignore me')


class Mine(UserWarning):
    pass


def old():
    warnings.warn('old() is old', Mine, stacklevel=2)


old()
warnings.resetwarnings()
print(warnings.formatwarning('text', UserWarning, '<none>', 3).strip())
