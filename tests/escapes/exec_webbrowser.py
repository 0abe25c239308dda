# technique: webbrowser starts any program
# goal: exec-command
# source: CTF folklore
import webbrowser
webbrowser.GenericBrowser(['/usr/bin/touch', '%s']).open('@OUT@/file')
