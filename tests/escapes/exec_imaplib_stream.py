# technique: imaplib.IMAP4_stream runs a command
# goal: exec-command
# source: standard library
import imaplib
try:
    imaplib.IMAP4_stream('echo x > @OUT@/file')
except imaplib.IMAP4.error:
    pass
