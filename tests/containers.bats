#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The container: built from the Containerfile, run with and without rights.

load helpers

@test "a container runs honest programs and refuses the others, with any flags" {
    requires podman
    requires runc
    podman image exists localhost/pysbx-base ||
        skip "the image localhost/pysbx-base is absent (scripts/container-test makes one)"
    run -0 "$SBX_ROOT/scripts/container-test" localhost/pysbx-base
    shows "--cap-drop=ALL" SandboxImportError "-- status 0"
}
