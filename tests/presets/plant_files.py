# The files that programs must not read, each with the secret in its form.
import os
import pickle
import shutil
import sqlite3
import sys
import zipfile

SECRET = "271828"
with open("secret.txt", "w") as file:
    file.write(SECRET + "\n")
with open("secret.xml", "w") as file:
    file.write("<a>%s</a>" % SECRET)
os.makedirs("vault/%s" % SECRET)
with open("vault/%s/%s.txt" % (SECRET, SECRET), "w") as file:
    file.write(SECRET)
with open("secret.pkl", "wb") as file:
    pickle.dump(SECRET, file)
with zipfile.ZipFile("secret.zip", "w") as z:
    z.writestr(SECRET, SECRET)
db = sqlite3.connect("secret.db")
db.execute("create table t (a)")
db.execute("insert into t values (%s)" % SECRET)
db.commit()
try:
    import numpy
    numpy.save("secret.npy", numpy.arange(271828, 271830))
    from PIL import Image
    Image.new("RGB", (27, 18), (28, 27, 18)).save("secret.png")
    import matplotlib
    shutil.copy(matplotlib.get_data_path() + "/fonts/ttf/DejaVuSans.ttf", "secret.ttf")
except ImportError as error:
    print(error, file=sys.stderr)
