/**
 * The reference pages of `docs/`, made from the tables that the checker and the runtime read.
 *
 * `deno task docs` writes them; a test proves that they are current.
 *
 * @module
 */
import { Intent } from "../runtime/intent.ts";
import { memoryHost } from "../runtime/std/mod.ts";
import type { Entry, Table } from "../runtime/table.ts";
import { makeWorld } from "../runtime/world.ts";

/** The pages by the name of their file in this folder. */
export function referencePages(): Map<string, string> {
  const { tables } = makeWorld({ host: memoryHost(), intent: new Intent() });
  const library = tables.filter(({ module }) => module !== "engine");
  const engine = tables.filter(({ module }) => module === "engine");
  return new Map([
    [
      "stdlib.md",
      page("The standard library", LIBRARY_INTRODUCTION, [
        ...library.filter(({ module }) => module === ""),
        ...library.filter(({ module }) => module !== ""),
      ]),
    ],
    ["engine.md", page("The engine", ENGINE_INTRODUCTION, engine)],
  ]);
}

const NOTATION =
  `Types are in Zixir's own notation. A small letter stands for any type, the same one wherever it
stands; \`num\` is Int or Float, \`ord\` a type whose values have an order, \`sized\` what has a length.
A parameter with \`=\` may be left out, and any parameter may be given by name. The lines after \`#=\`
show what the example above them gives.`;

const LIBRARY_INTRODUCTION =
  `Every function of the standard library. Where there may be nothing to give, the value is \`nil\`;
an argument that makes no sense raises kind \`"value"\`, one of the wrong type kind \`"type"\`. The
collection comes first, so all of them pipe. ${NOTATION}`;

const ENGINE_INTRODUCTION =
  `Every operation of tier 2: numbers, vectors, matrices and text in native code, called as
\`engine.name(...)\`. A list of Floats is handed over without a copy. ${NOTATION}`;

function page(title: string, introduction: string, tables: readonly Table[]): string {
  return [
    `# ${title}`,
    "<!-- Made by `deno task docs` from the tables; edit those. -->",
    reflow(introduction),
    tables.length > 1 ? contents(tables) : "",
    ...tables.flatMap(section),
  ].filter((part) => part !== "").join("\n\n") + "\n";
}

function contents(tables: readonly Table[]): string {
  return tables.map((table) => {
    const names = table.entries.map(({ name }) => `\`${name}\``).join(" ");
    return reflow(`- [${titleOf(table)}](#${anchorOf(titleOf(table))}): ${names}`, "  ");
  }).join("\n");
}

function section(table: Table): string[] {
  return [
    `## ${titleOf(table)}`,
    ...(table.doc === `${titleOf(table)}.` ? [] : [reflow(table.doc)]),
    ...table.entries.flatMap((entry) => row(table.module, entry)),
  ];
}

function row(module: string, entry: Entry): string[] {
  const path = module === "" ? entry.name : `${module}.${entry.name}`;
  const { source, result } = entry.example;
  const example = result === undefined ? source : `${source}\n#= ${result}`;
  return [
    `### ${path}`,
    `\`${entry.type}\``,
    reflow([entry.doc, ...notes(entry)].join(" ")),
    `\`\`\`zixir\n${example}\n\`\`\``,
  ];
}

function notes({ permission, effect }: Entry): string[] {
  const notes: string[] = [];
  if (permission !== undefined) notes.push(`Needs \`--allow-${permission}\`.`);
  if (effect === "async") notes.push("Waits.");
  return notes;
}

function titleOf({ module, doc }: Table): string {
  return module === "" ? doc.replace(/[:.].*$/, "") : module;
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-");
}

/** A paragraph in lines of at most 100 characters, as `deno fmt` breaks them. */
function reflow(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  // What stands in backticks is not broken.
  for (const [word] of text.matchAll(/(?:`[^`]*`|\S)+/g)) {
    if (line !== "" && line.length + 1 + word.length > 100) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line === "" ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

if (import.meta.main) {
  for (const [name, text] of referencePages()) {
    await Deno.writeTextFile(new URL(name, import.meta.url), text);
  }
}
