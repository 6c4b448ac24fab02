/**
 * Makes `parser.gen.ts` and `terms.gen.ts` from `zixir.grammar`: `deno task grammar`.
 *
 * A tool of the developers, not a part of the language: nothing imports it but the test that proves
 * the generated files current.
 *
 * @module
 */
import { buildParserFile } from "@lezer/generator";

/** The two generated files. */
export interface GeneratedParser {
  /** Text of `parser.gen.ts`: the parse tables. */
  readonly parser: string;
  /** Text of `terms.gen.ts`: the numbers of nodes and tokens. */
  readonly terms: string;
}

/** The text of both generated files for a grammar; throws `GenError` where the grammar is wrong. */
export async function generateParser(grammar: string): Promise<GeneratedParser> {
  const { parser, terms } = buildParserFile(grammar, {
    fileName: "zixir.grammar",
    moduleStyle: "es",
    typeScript: true,
    warn: (message) => {
      throw new Error(message);
    },
  });
  const parserBody = parser
    .replace(/^\/\/ This file was generated.*\n/, "")
    .replace(/^(import .*\n)/, '$1import { table16, table32 } from "./parse_tables.ts"\n')
    .replace(
      /^( {2}(\w+): )("(?:[^"\\]|\\.)*")/gm,
      (whole, head: string, name: string, text: string) => {
        const width = WIDTHS[name];
        if (width === undefined) return whole;
        const numbers = readTable(JSON.parse(text));
        const bytes = width === 16 ? Uint16Array.from(numbers) : Uint32Array.from(numbers);
        return `${head}table${width}("${new Uint8Array(bytes.buffer).toBase64()}")`;
      },
    )
    .replace("export const parser =", "export const parser: LRParser =")
    // The specializer's index type is unknown to the generator.
    .replace(
      /const (spec_\w+) = \{__proto__:null,/g,
      "const $1: Record<string, number> = {__proto__: null as unknown as number, ",
    );
  const termsBody = terms.replace(/^\/\/ This file was generated.*\n/, "");
  return {
    parser: await banner(grammar, parserBody) + parserBody,
    terms: await banner(grammar, termsBody) + termsBody,
  };
}

/** The tables of numbers, and the bits of each number. */
const WIDTHS: Readonly<Record<string, 16 | 32>> = {
  states: 32,
  stateData: 16,
  goto: 16,
  tokenData: 16,
};

/**
 * Reads Lezer's notation of a table: its length, then its numbers, each with digits in base 46 from
 * the highest on, the last one marked; `~` is 65535, and `"` and `\` are left out of the digits.
 */
function readTable(text: string): number[] {
  const numbers: number[] = [];
  let number = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char === "~") {
      numbers.push(0xffff);
      continue;
    }
    const digit = code - 32 - (code > 34 ? 1 : 0) - (code > 92 ? 1 : 0);
    number = number * 46 + digit % 46;
    if (digit < 46) continue;
    numbers.push(number);
    number = 0;
  }
  const [length, ...table] = numbers;
  if (table.length > length) throw new Error("a parse table is longer than it says");
  return [...table, ...Array<number>(length - table.length).fill(0)];
}

/**
 * A digest of the grammar and of what was generated from it, which the first line of a generated
 * file carries: a test can tell in no time whether the file is stale or was edited.
 */
export async function fingerprint(grammar: string, body: string): Promise<string> {
  const bytes = new TextEncoder().encode(grammar + "\0" + body);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function banner(grammar: string, body: string): Promise<string> {
  const digest = await fingerprint(grammar, body);
  return `// Made from zixir.grammar by \`deno task grammar\`; not to be edited. ${digest}\n`;
}

if (import.meta.main) {
  const beside = (name: string): URL => new URL(`../../lang/syntax/${name}`, import.meta.url);
  const made = await generateParser(await Deno.readTextFile(beside("zixir.grammar")));
  await Deno.writeTextFile(beside("parser.gen.ts"), made.parser);
  await Deno.writeTextFile(beside("terms.gen.ts"), made.terms);
}
