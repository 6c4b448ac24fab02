/**
 * `zixir completions SHELL`: completion scripts, made from the table of commands.
 *
 * @module
 */
import { COMMON_FLAGS } from "./arguments.ts";
import { type Command, type Flag, type Invocation, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { writeOut } from "./output.ts";

/** Writes the script of the shell named. */
export function execute({ words: [shell] }: Invocation): Promise<number> {
  const write = SCRIPTS[shell];
  if (write === undefined) {
    throw new UsageError(
      `no completions for the shell ${JSON.stringify(shell)}`,
      `it is one of ${Object.keys(SCRIPTS).join(", ")}`,
    );
  }
  writeOut(write(COMMANDS));
  return Promise.resolve(0);
}

const SCRIPTS: Readonly<Record<string, (commands: readonly Command[]) => string>> = {
  bash,
  zsh,
  fish,
};

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) =>
    `    ${command.name}) flags="${flagWords(command)}"; words=${quote(wordList(command))};` +
    ` kind=${kindOf(command)} ;;`
  );
  return `# zixir completions for bash; load with: source <(zixir completions bash)
_zixir() {
  local current=\${COMP_WORDS[COMP_CWORD]} command= flags="${common()}" words= kind=files i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} != -* ]] && { command=\${COMP_WORDS[i]}; break; }
  done
  case $command in
    "") words="${commands.map(({ name }) => name).join(" ")}" ;;
${cases.join("\n")}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case $kind in
    files) COMPREPLY+=($(compgen -f -X '!*.zixir' -- "$current") $(compgen -d -S / -- "$current")) ;;
    folders) COMPREPLY+=($(compgen -d -S / -- "$current")) ;;
  esac
  [[ \${COMPREPLY[0]} == */ ]] && compopt -o nospace
}
complete -F _zixir zixir
`;
}

function zsh(commands: readonly Command[]): string {
  const described = commands.map(({ name, doc }) => `    ${quote(`${name}:${doc}`)}`);
  const cases = commands.map((command) => {
    const flags = flagsOf(command).map((flag) => quote(zshFlag(flag)));
    return `    ${command.name}) _arguments ${flags.join(" ")} ${quote(zshWords(command))} ;;`;
  });
  return `#compdef zixir
# zixir completions for zsh; load with: source <(zixir completions zsh)
_zixir() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files -g '*.zixir'
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
    *) _files -g '*.zixir' ;;
  esac
}
compdef _zixir zixir
`;
}

function fish(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const atStart = `not __fish_seen_subcommand_from ${names}`;
  const lines = commands.flatMap((command) => {
    const within = `-n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
    const words = wordList(command);
    const folders = kindOf(command) === "folders" ? ["-a '(__fish_complete_directories)'"] : [];
    const given = words === "" ? folders : [`-a ${quote(words)}`];
    return [
      `complete -c zixir -n ${quote(atStart)} -a ${command.name} -d ${quote(command.doc)}`,
      ...given.map((more) => `complete -c zixir ${within} ${more}`),
      ...command.flags.map((flag) => `complete -c zixir ${within} ${fishFlag(flag)}`),
    ];
  });
  return `# zixir completions for fish; load with: zixir completions fish | source
complete -c zixir -f
complete -c zixir -n ${quote(filesFit(commands))} -a '(__fish_complete_suffix .zixir)'
${COMMON_FLAGS.map((flag) => `complete -c zixir ${fishFlag(flag)}`).join("\n")}
${lines.join("\n")}
`;
}

/** The condition under which fish offers programs: everywhere but behind commands without files. */
function filesFit(commands: readonly Command[]): string {
  const without = commands.filter((command) => kindOf(command) !== "files");
  return `not __fish_seen_subcommand_from ${without.map(({ name }) => name).join(" ")}`;
}

function kindOf(command: Command): string {
  const kind = command.completes ?? "files";
  return typeof kind === "string" ? kind : "none";
}

function wordList(command: Command): string {
  return typeof command.completes === "object" ? command.completes.join(" ") : "";
}

function flagsOf(command: Command): readonly Flag[] {
  return [...command.flags, ...COMMON_FLAGS];
}

function flagWords(command: Command): string {
  return flagsOf(command).map(({ name }) => `--${name}`).join(" ");
}

function common(): string {
  return COMMON_FLAGS.map(({ name }) => `--${name}`).join(" ");
}

function zshFlag({ name, value, valueOptional, doc }: Flag): string {
  const text = doc.replaceAll(/[[\]:]/g, " ");
  if (value === undefined) return `--${name}[${text}]`;
  return valueOptional ? `--${name}=-[${text}]::${value}:` : `--${name}=[${text}]:${value}:`;
}

function zshWords(command: Command): string {
  const words = wordList(command);
  if (words !== "") return `*:word:(${words})`;
  const kind = kindOf(command);
  if (kind === "folders") return "*:folder:_files -/";
  return kind === "files" ? '*:file:_files -g "*.zixir"' : "*::";
}

function fishFlag({ name, short, value, valueOptional, doc }: Flag): string {
  const letter = short === undefined ? "" : ` -s ${short}`;
  const needsValue = value !== undefined && !valueOptional ? " -r" : "";
  return `-l ${name}${letter}${needsValue} -d ${quote(doc)}`;
}

/** A word for bash, zsh and fish alike: in single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
