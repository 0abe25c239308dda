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

@test "the same by a user who is not root" {
    local user
    requires podman
    requires runc
    requires newuidmap
    podman image exists localhost/pysbx-base ||
        skip "the image localhost/pysbx-base is absent (scripts/container-test makes one)"
    user=$(cut -d: -f1 /etc/subuid | while read -r name; do
        ! id "$name" >/dev/null 2>&1 || echo "$name"
    done | head -1)
    [ -n "$user" ] || skip "a user in /etc/subuid is absent"
    run -0 "$SBX_ROOT/scripts/container-test" --as "$user" localhost/pysbx-base
    shows "$user; true" "--cap-drop=ALL" SandboxImportError "-- status 0"
}
