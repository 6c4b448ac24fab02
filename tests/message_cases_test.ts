/**
 * What findings look like: every file of `tests/messages/cases` holds a program and, below `----`, its
 * findings as a terminal shows them.
 *
 * `ZIXIR_UPDATE=1 deno test -A tests/message_cases_test.ts` writes the lower halves anew; look at the
 * difference before committing it.
 */
import { assert, assertEquals } from "@std/assert";
import { lessons } from "../lang/diagnostics/catalog.ts";
import { renderDiagnostic } from "../lang/diagnostics/render.ts";
import { analyse } from "../lang/mod.ts";
import { Intent } from "../runtime/intent.ts";
import { memoryHost } from "../runtime/std/mod.ts";
import { makeWorld } from "../runtime/world.ts";

const folder = new URL("./messages/cases/", import.meta.url);
const isUpdate = Deno.env.get("ZIXIR_UPDATE") === "1";
const line = "\n----\n";

const intent = new Intent();
const { tables } = makeWorld({ host: memoryHost(), intent });
await intent.close();

/** All findings of a program, as a terminal shows them. */
function rendered(source: string): string {
  const { diagnostics } = analyse(source, { file: "main.zixir", host: tables });
  return diagnostics.map((each) => renderDiagnostic(each, () => source)).join("\n");
}

const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const codes = new Set(lessons.map(({ code }) => code));
const shown = new Set<string>();

for (const name of names) {
  const file = new URL(name, folder);
  const text = Deno.readTextFileSync(file);
  const at = text.indexOf(line);
  const source = at < 0 ? text : text.slice(0, at);
  const answer = rendered(source);
  for (const [, code] of answer.matchAll(/^(?:error|warning)\[(\w+)\]/gm)) shown.add(code);
  if (isUpdate) {
    Deno.writeTextFileSync(file, source + line + answer);
    continue;
  }
  Deno.test(`the message of ${name} is as agreed`, () => {
    assert(at >= 0, "no message yet: run the tests with ZIXIR_UPDATE=1");
    assertEquals(answer, text.slice(at + line.length));
    const code = name.split("_")[0];
    assert(codes.has(code), `${name} belongs to no code of the catalogue`);
    assert(answer.includes(`[${code}]`), `${name} does not show ${code}`);
  });
}

Deno.test("every code that one file can bring about has a message here", () => {
  const missing = lessons.filter(({ code, files }) => files === undefined && !shown.has(code));
  assertEquals(missing.map(({ code }) => code), []);
});
