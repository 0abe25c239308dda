# technique: a dictionary of signals that no decimal context made has no flags to show
# goal: crash
# source: own fuzzing
import decimal

Signals = type(decimal.Context().flags)
signals = Signals.__new__(Signals)
decimal.getcontext().flags = signals
decimal.Context(flags=signals)
repr(signals)
