import { assertEquals } from "@std/assert";
import { fingerprint, generateParser } from "./support/generate_parser.ts";

const read = (name: string): Promise<string> =>
  Deno.readTextFile(new URL(`../lang/syntax/${name}`, import.meta.url));

Deno.test("parser.gen.ts and terms.gen.ts belong to the grammar and are as generated", async () => {
  const grammar = await read("zixir.grammar");
  for (const name of ["parser.gen.ts", "terms.gen.ts"]) {
    const [banner, ...rest] = (await read(name)).split("\n");
    const body = rest.join("\n");
    const expected = await fingerprint(grammar, body);
    assertEquals(
      banner.endsWith(expected),
      true,
      `${name} is stale or edited by hand: run \`deno task grammar\``,
    );
  }
});

// Generating takes half a minute, so it is done when long tests are asked for.
if (Deno.env.get("ZIXIR_LONG_TESTS")) {
  Deno.test("generateParser() gives exactly the checked-in files", async () => {
    const made = await generateParser(await read("zixir.grammar"));
    assertEquals(made.parser, await read("parser.gen.ts"));
    assertEquals(made.terms, await read("terms.gen.ts"));
  });
}
