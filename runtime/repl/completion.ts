/**
 * What fits where the cursor is: names in sight, members of modules, fields of records, commands,
 * files.
 *
 * @module
 */
import { rowOf } from "../../lang/types/build.ts";
import { typeToString } from "../../lang/types/print.ts";
import { resolve, type Type } from "../../lang/types/type.ts";
import type { Definition } from "../../lang/check/definition.ts";
import type { Analysis } from "../../lang/mod.ts";
import type { Expr, Statement } from "../../lang/syntax/ast.ts";
import { eachInside } from "../../lang/syntax/inside.ts";
import { reserved } from "../../lang/syntax/lower_pattern.ts";
import { scan, type Token } from "../../lang/syntax/scan.ts";
import { commandIn, REPL_COMMANDS } from "./commands.ts";
import { lineOf } from "./documentation.ts";
import { filesAt } from "./file_names.ts";
import type { Candidate, Completions } from "./menu.ts";
import type { NamesInSight } from "./names.ts";

/** What completion looks at. */
export interface CompletionSources {
  readonly names: NamesInSight;
  /** Checks a text as the next entry, without running it. */
  analyse(text: string): Analysis;
  /** The names behind a value that is there: what a name of the session, then members lead to. */
  memberNames(path: readonly string[]): Promise<readonly string[]>;
}

/**
 * Every way to complete what stands before the cursor.
 *
 * @param text what is written
 * @param cursor offset of the cursor
 * @param sources the session
 */
export async function completionsAt(
  text: string,
  cursor: number,
  sources: CompletionSources,
): Promise<Completions> {
  const before = text.slice(0, cursor);
  const command = /^\s*:([A-Za-z]*)$/.exec(before);
  if (command !== null) {
    const candidates = REPL_COMMANDS.map(({ name, doc }) => ({ text: `:${name}`, detail: doc }));
    return fitting(before, `:${command[1]}`, candidates);
  }
  const behind = /^(\s*:[A-Za-z]+!?\s+)([^]*)$/.exec(before);
  if (behind === null) return await inProgram(text, 0, cursor, sources);
  const [, head, argument] = behind;
  switch (commandIn(before)?.command.takes) {
    case "file":
      return fitting(before, argument, filesAt(argument));
    case "name":
    case "expression":
      return await inProgram(text, head.length, cursor, sources);
    default:
      return NOTHING;
  }
}

const NOTHING: Completions = { start: 0, candidates: [] };

/** Completions of the program that begins at an offset. */
async function inProgram(
  text: string,
  start: number,
  cursor: number,
  sources: CompletionSources,
): Promise<Completions> {
  const program = text.slice(start, cursor);
  const place = placeIn(program);
  if (place.kind === "nothing") return NOTHING;
  const before = text.slice(0, cursor);
  if (place.kind === "file") return fitting(before, place.written, filesAt(place.written));
  const [word] = /[A-Za-z_0-9]*$/.exec(program)!;
  const head = program.slice(0, program.length - word.length);
  const path = /([A-Za-z_]\w*)\s*\.$/.exec(head)?.[1];
  const isMember = /[\w)\]}"]\s*\??\.$/.test(head);
  if (!isMember) return fitting(before, word, namesFor(text.slice(start), head, word, sources));
  const module = path === undefined || /\.\s*\w+\s*\.$/.test(head)
    ? null
    : sources.names.module(path);
  if (module !== null) return fitting(before, word, membersOf(module));
  const fields = fieldsFor(head, sources);
  return fitting(
    before,
    word,
    fields.length > 0 ? fields : await attributesFor(head, word, sources),
  );
}

/** Members of a value whose type tells of none; private ones only where one is begun. */
async function attributesFor(
  head: string,
  word: string,
  { memberNames }: CompletionSources,
): Promise<Candidate[]> {
  const path = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\.$/.exec(head)?.[1];
  const names = path === undefined ? [] : await memberNames(path.split("."));
  return names.filter((name) => /^[A-Za-z_]\w*$/.test(name))
    .filter((name) => word.startsWith("_") || !name.startsWith("_"))
    .map((text) => ({ text, detail: "of the value that is there" }));
}

/** Where in a program the cursor is: in a path to a file, in other text, or in code. */
function placeIn(
  program: string,
): { readonly kind: "code" | "nothing" } | { readonly kind: "file"; readonly written: string } {
  const tokens = scan(`${program}x`);
  const last = tokens.at(-1);
  // A comment has no tokens.
  if (last === undefined || last.end !== program.length + 1) return { kind: "nothing" };
  if (last.kind !== "string") return { kind: "code" };
  const written = program.slice(last.start + 1);
  if (/\$\{[^{}"]*$/.test(written)) return { kind: "code" };
  const isImport = tokens.at(-2)?.text === "import" || tokens.at(-2)?.text === "from";
  return isImport ? { kind: "file", written } : { kind: "nothing" };
}

/** Those candidates that begin with what is written, each once. */
function fitting(
  before: string,
  written: string,
  candidates: Iterable<Candidate>,
): Completions {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (candidate.text.startsWith(written) && !found.has(candidate.text)) {
      found.set(candidate.text, candidate);
    }
  }
  const sorted = [...found.values()].sort((a, b) => a.text < b.text ? -1 : 1);
  return { start: before.length - written.length, candidates: sorted };
}

/** Names that a word may become: parameters of the call around, names in sight, reserved words. */
function* namesFor(
  program: string,
  head: string,
  word: string,
  { names }: CompletionSources,
): Iterable<Candidate> {
  for (const name of parametersAround(head, names)) {
    yield { text: `${name}:`, detail: "a parameter of the function that is called" };
  }
  for (const { name, definition } of names.own()) yield candidateOf(name, definition);
  for (const token of scan(program)) {
    const isOther = token.kind === "word" && token.text !== word && !reserved.has(token.text);
    if (
      isOther && word !== "" && names.find(token.text) === null && /^[A-Za-z_]\w*$/.test(token.text)
    ) {
      yield { text: token.text, detail: "a word of this entry" };
    }
  }
  // All there is would be too much to choose from.
  if (word === "") return;
  for (const { name, definition } of names.always()) yield candidateOf(name, definition);
  for (const text of reserved) yield { text, detail: "a word of the language" };
}

function candidateOf(name: string, definition: Definition): Candidate {
  const line = lineOf(name, definition);
  const detail = definition.kind === "host" ? `${line}  ${definition.entry.doc}` : line;
  return { text: name, detail };
}

function* membersOf(module: NonNullable<ReturnType<NamesInSight["module"]>>): Iterable<Candidate> {
  for (const name of module.names()) {
    const member = module.member(name);
    if (member === null) yield { text: name, detail: `type ${name}` };
    else yield { ...candidateOf(`${module.name}.${name}`, member), text: name };
  }
}

/** The parameters of the function in whose call the cursor is. */
function parametersAround(head: string, names: NamesInSight): readonly string[] {
  const tokens = scan(head);
  const open = openBrackets(tokens).at(-1);
  if (open === undefined || tokens[open].text !== "(") return [];
  const [path] = /[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.exec(head.slice(0, tokens[open].start)) ?? [""];
  const definition = path === "" ? null : names.find(path);
  if (definition?.kind === "host") return definition.parameters?.map(({ name }) => name) ?? [];
  if (definition?.kind !== "function") return [];
  return definition.decl.params.flatMap(({ pattern }) =>
    pattern.kind === "bind" ? [pattern.name] : []
  );
}

/** Stands for the member that is being written. */
const MEMBER = "member_being_written";

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The fields of the value before the dot, as far as its type tells. */
function fieldsFor(head: string, { analyse }: CompletionSources): Candidate[] {
  const inText = /\$\{([^{}"]*)$/.exec(head);
  const code = inText !== null && scan(`${head}x`).at(-1)?.kind === "string" ? inText[1] : head;
  const tokens = scan(code);
  const closers = openBrackets(tokens).map((at) => CLOSERS[tokens[at].text]).reverse().join("");
  const { main } = analyse(`${code}${MEMBER}${closers}`);
  let target: Expr | null = null;
  const visit = (node: Statement): void => {
    if (node.kind === "field" && node.name.name === MEMBER) target = node.target;
    eachInside(node, visit);
  };
  main.module.statements.forEach(visit);
  return target === null ? [] : fieldsOf(main.typeOf(target));
}

function fieldsOf(type: Type): Candidate[] {
  const known = resolve(type);
  if (known.kind === "tuple") {
    return known.items.map((item, i) => ({ text: String(i), detail: typeToString(item) }));
  }
  if (known.kind === "con" && known.id === "Option") return fieldsOf(known.args[0]);
  if (known.kind !== "record") return [];
  return [...rowOf(known).fields].filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, field]) => ({ text: name, detail: `${name}: ${typeToString(field)}` }));
}

/** Indexes of the brackets that are open at the end, outermost first. */
function openBrackets(tokens: readonly Token[]): number[] {
  const open: number[] = [];
  tokens.forEach(({ kind }, i) => {
    if (kind === "open") open.push(i);
    if (kind === "close") open.pop();
  });
  return open;
}
