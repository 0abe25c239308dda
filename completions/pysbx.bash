# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# bash completion for pysbx

# Profiles by name, for the last of a list with commas.
_pysbx_profiles() {
    local dir head='' cur=$1
    case $cur in *,*) head=${cur%,*}, cur=${cur##*,} ;; esac
    for dir in "${PYSBX_WHITELIST_DIR:-}" whitelist.d \
        /usr/local/share/pysbx/whitelist.d /usr/share/pysbx/whitelist.d; do
        [ -d "$dir" ] || continue
        (cd "$dir" && printf '%s\n' *.conf) | sed "s|^|$head|; s|\\.conf\$||"
        return
    done
}

_pysbx() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]-} options
    local policy='--policy --allow-read --allow-write --allow-import
        --allow-connect --env --wall --cpu --memory --output --python --help'

    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W \
            'run exec serve learn why policy doctor --help --version' -- "$cur")
        return
    fi
    case $prev in
        --policy)
            mapfile -t COMPREPLY < <(compgen -W "$(_pysbx_profiles "$cur")" \
                -- "$cur"; compgen -f -X '!*.conf' -- "$cur")
            return
            ;;
        --wall | --cpu | --memory | --output | --allow-import | \
            --allow-connect | --task | --parent | --listen | --profile | \
            --workers | --queue | --ready | --sessions | --session-idle | --session-total | \
            --connections | --max-request | --max-files | --max-output | --patience | -c | \
            -m) return ;;
        --env)
            mapfile -t COMPREPLY < <(compgen -v -- "$cur")
            return
            ;;
        --preload | --zygote-requests | --zygote-age | --zygote-growth) return ;;
        --allow-read | --allow-write | --report | --python | --script | -o | \
            --output-file | --socket | --server | --token-file | --scratch)
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            return
            ;;
    esac
    case $command in
        run) options="$policy --report --task --parent --merge --resident --server
            --token-file --quiet" ;;
        exec) options="$policy --socket --token-file --report --merge --quiet" ;;
        serve)
            options="$policy --socket --listen --token-file --profile --workers
                --queue --ready --sessions --session-idle --session-total
                --connections --max-request --max-files --max-output --patience --scratch
                --cold --preload --zygote-requests --zygote-age
                --zygote-growth --calls"
            ;;
        learn) options="$policy --deny --output-file --quiet" ;;
        why) options="$policy --script" ;;
        policy) options="$policy --script --check" ;;
        doctor) options='--json --python --help' ;;
        *) return ;;
    esac
    case $cur in
        -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur") ;;
        *)
            if [ "$command" = why ]; then
                mapfile -t COMPREPLY < <(compgen -W 'import read write connect
                    bind syscall env exit threads subprocess execute' -- "$cur")
            elif [ "$command" != doctor ]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            fi
            ;;
    esac
}
complete -o filenames -F _pysbx pysbx
