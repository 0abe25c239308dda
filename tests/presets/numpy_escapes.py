# Each line tries to get at what the preset does not grant; attempt() tells how
# it ended.  SECRET and LOG are set by whoever runs it.
import io
import pickletools  # noqa: F401  (is not granted: see the first attempt)
