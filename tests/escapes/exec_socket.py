# technique: a socket
# goal: leak
# source: own analysis
import socket
server = socket.create_server(('127.0.0.1', 0))
if server.getsockname()[1]:
    print('ESCAPED a listening socket')
