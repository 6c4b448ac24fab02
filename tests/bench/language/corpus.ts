/**
 * Large programs for measuring and for trying incremental analysis: the conformance cases and the
 * examples, each once, twice, ... with the names of its declarations made its own.
 *
 * @module
 */
import { analyse, type HostModule } from "../../../lang/mod.ts";
import type { Statement } from "../../../lang/syntax/ast.ts";
import { parse } from "../../../lang/syntax/parse.ts";
import { programsOf } from "../../fuzz/texts.ts";

/** A program as the parts of a large one: its declarations, and a function of all the rest. */
export type Piece = (number: number) => string;

/** Statements that stand at the top of a file only. */
const TOP: ReadonlySet<Statement["kind"]> = new Set(["function", "type", "pythonImport"]);

/**
 * Every program of the repository that is without a finding and refers to no other file, as a piece.
 *
 * @param host the tables they are checked against
 */
export function pieces(host: readonly HostModule[]): Piece[] {
  return sources().map(pieceOf).filter((piece) => {
    const { diagnostics } = analyse(piece(1), { file: "piece.zixir", host });
    return diagnostics.length === 0;
  });
}

/**
 * A program of at least so many characters, or lines.
 *
 * @param pieces what it is made of, over and over
 * @param isLong says when it is long enough
 */
export function largeProgram(
  pieces: readonly Piece[],
  isLong: (text: { readonly length: number; readonly lines: number }) => boolean,
): string {
  const parts: string[] = [];
  let length = 0;
  let lines = 0;
  for (let i = 0; !isLong({ length, lines }); i++) {
    const part = pieces[i % pieces.length](i + 1);
    parts.push(part);
    length += part.length;
    lines += part.split("\n").length - 1;
  }
  return parts.join("");
}

function sources(): string[] {
  const root = new URL("../../../", import.meta.url);
  const texts: string[] = [];
  for (const folder of ["examples/", "tests/bench/language/", "tests/conformance/"]) {
    const names = [...Deno.readDirSync(new URL(folder, root))].map(({ name }) => name).sort();
    for (const name of names) {
      const read = () => Deno.readTextFileSync(new URL(folder + name, root));
      if (name.endsWith(".zixir")) texts.push(read());
      else if (name.endsWith(".cases")) texts.push(...programsOf(read()));
    }
  }
  return texts;
}

/** A text as a piece: what it declares gets the number of the piece behind its name. */
function pieceOf(text: string): Piece {
  const { module } = parse(text, "piece.zixir");
  const declared = module.statements.flatMap(namesOf);
  const names = declared.length === 0
    ? null
    : new RegExp(`(?<![.\\w])(${declared.join("|")})\\b(?!:)`, "g");
  const own = (part: string, number: number): string =>
    names === null ? part : part.replace(names, `$1_${number}`);
  const starts = module.statements.map(({ span }) => span.start);
  const textOf = (i: number): string => text.slice(starts[i], starts[i + 1] ?? text.length).trim();
  const top: string[] = [];
  const rest: string[] = [];
  module.statements.forEach(({ kind }, i) => (TOP.has(kind) ? top : rest).push(textOf(i)));
  return (number) => {
    const body = rest.map((part) => own(part, number).replaceAll(/^(?=.)/gm, "  ")).join("\n");
    const main = body === "" ? "" : `pub fn scenario_${number}() {\n${body}\n}\n`;
    return `${top.map((part) => `${own(part, number)}\n`).join("")}${main}\n`;
  };
}

function namesOf(statement: Statement): string[] {
  switch (statement.kind) {
    case "function":
      return [statement.name.name];
    case "type": {
      const { name, body } = statement;
      const constructors = body.kind === "variants"
        ? body.variants.map((each) => each.name.name)
        : [];
      return [...new Set([name.name, ...constructors])];
    }
    case "pythonImport":
      return [statement.alias.name];
    default:
      return [];
  }
}
