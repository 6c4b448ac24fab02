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
