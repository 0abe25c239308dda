# technique: the layers of open() put together by hand
# goal: write-file
# source: own analysis
import io
text = io.TextIOWrapper(io.BufferedWriter(io.FileIO('@OUT@/file', 'w')))
text.write('x')
text.close()
