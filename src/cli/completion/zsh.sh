#compdef @BIN@

_@FUNCTION@() {
    local line
    local -a folders values
    for line in "${(@f)$(_CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((CURRENT - 1)) @VARIABLE@=zsh @COMPLETER@ -- "${(@Q)words}" 2> /dev/null)}"; do
        [[ -n $line ]] || continue
        if [[ $line == */ ]]; then folders+=("${line%/}"); else values+=("$line"); fi
    done
    (( $#folders )) && _describe -V value folders -S / -r /
    (( $#values )) && _describe -V value values
}

if [[ $funcstack[1] == _@FUNCTION@ ]]; then
    _@FUNCTION@ "$@"
else
    compdef _@FUNCTION@ @BIN@
fi
