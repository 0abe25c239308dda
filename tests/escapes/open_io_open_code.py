# technique: io.open_code exists to open what import opens
# goal: read-secret
# source: PEP 578
import io
print(io.open_code('@SECRET@').read())
