# SPDX-License-Identifier: MIT
"""What the default profile refuses."""
import socket  # noqa: F401
