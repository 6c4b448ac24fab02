import { assertEquals } from "@std/assert";
import { parse } from "./parse.ts";

/** One case of a `.cases` file. */
interface ConformanceCase {
  readonly title: string;
  readonly source: string;
  /** What its `!!! kind=syntax` line expects; null when it has none. */
  readonly error: { line: number | null; has: string; errors: number } | null;
}

function readCases(text: string): ConformanceCase[] {
  return text.split(/^=== /m).slice(1).map((block) => {
    const [title, ...lines] = block.split("\n");
    const end = lines.findIndex((line) => /^(>>>|!!!)/.test(line));
    const expected = /^!!! kind=syntax.*$/m.exec(block)?.[0];
    const part = (pattern: RegExp): string | undefined =>
      expected === undefined ? undefined : pattern.exec(expected)?.[1];
    const line = part(/ line=(\d+)/);
    return {
      title,
      source: lines.slice(0, end).join("\n") + "\n",
      error: expected === undefined ? null : {
        line: line === undefined ? null : Number(line),
        has: part(/ has=(.*)$/) ?? "",
        errors: Number(part(/ errors=(\d+)/) ?? 1),
      },
    };
  });
}

const folder = new URL("../../tests/conformance/", import.meta.url);

Deno.test("parse() reads every conformance program, and refuses those that are no programs", async () => {
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.name.endsWith(".cases")) continue;
    const cases = readCases(await Deno.readTextFile(new URL(entry.name, folder)));
    for (const { title, source, error } of cases) {
      const { module, diagnostics } = parse(source, title);
      if (!error) {
        assertEquals(diagnostics, [], title);
        const tree = JSON.stringify(module, (_, v) => typeof v === "bigint" ? `${v}` : v);
        assertEquals(tree.includes('"invalid"'), false, title);
        continue;
      }
      assertEquals(diagnostics.length, error.errors, `${title}: ${JSON.stringify(diagnostics)}`);
      const [first] = diagnostics;
      if (error.line !== null) {
        assertEquals(source.slice(0, first.span.start).split("\n").length, error.line, title);
      }
      const said = `${first.message} ${first.hint}`;
      assertEquals(said.includes(error.has), true, `${title}: ${said}`);
    }
  }
});
