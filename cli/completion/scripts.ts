import path from 'node:path';
import { projectFolder, stateFolder } from '../../grading/state-folder.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Asks this checkout by its full path, so that it works for an alias or a function, too; compiled once, for a short wait. */
function asking(): string {
  const cache = path.join(stateFolder(), 'cache', 'node');
  const main = path.join(projectFolder, 'cli', 'main.ts');
  return `env ${quoted(`NODE_COMPILE_CACHE=${cache}`)} ${quoted(process.execPath)} ${quoted(main)} complete --`;
}

/** A colon parts words for bash alone: what stands before it is there already, and must not come twice. */
const bash = (): string => `_specgen() {
  local line=\${COMP_LINE:0:COMP_POINT} words found cur
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  cur=\${words[-1]}
  mapfile -t found < <(${asking()} "\${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  if [[ \${found[0]} == :files ]]; then
    compopt -o default
    return
  fi
  local before=''
  [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]] && before=\${cur%"\${cur##*:}"}
  local one
  for one in "\${found[@]}"; do
    one=\${one%%$'\\t'*}
    COMPREPLY+=("\${one#"$before"}")
  done
}
complete -F _specgen specgen`;

const zsh = (): string => `#compdef specgen
_specgen() {
  local -a found shown
  found=("\${(@f)$(${asking()} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $found[1] == :files ]]; then
    _files
    return
  fi
  [[ -z $found[1] ]] && return 1
  shown=("\${(@)found/$'\\t'/  -- }")
  found=("\${(@)found%%$'\\t'*}")
  compadd -l -d shown -a found
}
compdef _specgen specgen`;

const fish = (): string => `function __specgen_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (${asking()} $words[2..-1] 2>/dev/null)
  if test "$found[1]" = :files
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c specgen -f -a '(__specgen_complete)'`;

/** What a shell reads to complete `specgen`. */
export const completionScript = (shell: Shell): string => ({ bash, zsh, fish })[shell]();
