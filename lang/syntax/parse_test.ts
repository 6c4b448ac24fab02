import { assertEquals } from "@std/assert";
import { parse } from "./parse.ts";

/** One case of a `.cases` file. */
interface ConformanceCase {
  readonly title: string;
  readonly source: string;
  /** The line of its syntax error, 0 when any line will do, null when it has none. */
  readonly errorLine: number | null;
}

function readCases(text: string): ConformanceCase[] {
  return text.split(/^=== /m).slice(1).map((block) => {
    const [title, ...lines] = block.split("\n");
    const end = lines.findIndex((line) => /^(>>>|!!!)/.test(line));
    const error = /^!!! kind=syntax(?: line=(\d+))?/m.exec(block);
    return {
      title,
      source: lines.slice(0, end).join("\n") + "\n",
      errorLine: error ? Number(error[1] ?? 0) : null,
    };
  });
}

const folder = new URL("../../tests/conformance/", import.meta.url);

Deno.test("parse() reads every conformance program", async () => {
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.name.endsWith(".cases")) continue;
    for (
      const { title, source, errorLine } of readCases(
        await Deno.readTextFile(new URL(entry.name, folder)),
      )
    ) {
      const { module, diagnostics } = parse(source, title);
      const found = diagnostics.map((d) => source.slice(0, d.span.start).split("\n").length);
      if (errorLine === null) {
        assertEquals(diagnostics, [], title);
        const tree = JSON.stringify(module, (_, v) => typeof v === "bigint" ? `${v}` : v);
        assertEquals(tree.includes('"invalid"'), false, title);
      } else {
        assertEquals(found.length, 1, `${title}: ${JSON.stringify(diagnostics)}`);
        if (errorLine > 0) assertEquals(found[0], errorLine, title);
      }
    }
  }
});
