_@FUNCTION@() {
    # Bash splits words at colons and equals signs; they are joined again, as far as the cursor.
    local words=() count=0 previous='' rest=${COMP_LINE:0:COMP_POINT} blanks word i
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${rest%%[![:blank:]]*}
        rest=${rest#"$blanks"}
        word=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then word=$rest; fi
        if ((count)) && [[ -z $blanks && ($word == [:=]* || $previous == *[:=]) ]]; then
            words[count - 1]+=$word
        else
            words[count++]=$word
        fi
        previous=$word
        rest=${rest#"$word"}
    done

    # A word that is quoted so far.
    local current=${words[count - 1]}
    case $current in
        [\"\']*) current=${current:1} ;;
        *) current=${current//\\/} ;;
    esac
    words[count - 1]=$current

    # Bash replaces only what comes after the last of its own word breaks.
    local before='' candidate
    if [[ $COMP_WORDBREAKS == *:* && $current == *:* ]]; then before=${current%"${current##*:}"}; fi
    if [[ $COMP_WORDBREAKS == *=* && ${current#"$before"} == *=* ]]; then
        candidate=${current#"$before"}
        before+=${candidate%"${candidate##*=}"}
    fi

    COMPREPLY=()
    local has_files=
    while IFS= read -r candidate; do
        [[ -n $candidate ]] || continue
        if [[ -e $candidate || $candidate == */ ]]; then has_files=1; fi
        COMPREPLY+=("${candidate#"$before"}")
    done < <(_CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((count - 1)) @VARIABLE@=bash @COMPLETER@ -- "${words[@]}" 2> /dev/null; echo)
    if [[ -n $has_files ]]; then compopt -o filenames 2> /dev/null; fi
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[/=] ]]; then compopt -o nospace 2> /dev/null; fi
}
complete -F _@FUNCTION@ @BIN@
