/**
 * Snapshots of messages: every file `tests/messages/*.snap` holds programs, each with all that is
 * found about it as a terminal shows it. A case is `=== title`, a program, a line `---`, and the
 * rendered findings up to the next `===`.
 *
 * `deno test -A tests/messages_test.ts -- --update` writes the findings of today into the files.
 */
import { assertEquals } from "@std/assert";
import { lessons } from "../lang/diagnostics/catalog.ts";
import { analyse } from "../lang/mod.ts";
import { renderDiagnostic } from "../lang/diagnostics/render.ts";
import { memoryHost } from "../runtime/std/mod.ts";
import { Intent } from "../runtime/intent.ts";
import { makeWorld } from "../runtime/world.ts";

const folder = new URL("./messages/", import.meta.url);
const isUpdate = Deno.args.includes("--update");

interface Snapshot {
  readonly title: string;
  readonly program: string;
  readonly rendered: string;
}

function read(text: string): Snapshot[] {
  return text.split(/^=== /m).slice(1).map((part) => {
    const lines = part.split("\n");
    const line = lines.indexOf("---");
    const end = line < 0 ? lines.length : line;
    return {
      title: lines[0],
      program: lines.slice(1, end).join("\n").trimEnd() + "\n",
      rendered: lines.slice(end + 1).join("\n").trimEnd(),
    };
  });
}

const intent = new Intent();
const { tables } = makeWorld({ host: memoryHost(), intent });
await intent.close();

function render(program: string): string {
  const { diagnostics } = analyse(program, { file: "main.zixir", host: tables });
  return diagnostics.map((each) => renderDiagnostic(each, () => program)).join("\n").trimEnd();
}

/** Codes that some snapshot shows. */
const shown = new Set<string>();

for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!entry.name.endsWith(".snap")) continue;
  const file = new URL(entry.name, folder);
  const snapshots = read(Deno.readTextFileSync(file));
  for (const { rendered } of snapshots) {
    for (const [, code] of rendered.matchAll(/^(?:error|warning)\[(\w+)\]/gm)) shown.add(code);
  }
  if (isUpdate) {
    const parts = snapshots.map(({ title, program }) =>
      `=== ${title}\n${program}---\n${render(program)}\n`
    );
    Deno.writeTextFileSync(file, parts.join("\n"));
    continue;
  }
  Deno.test(`${entry.name}: messages are as they were`, () => {
    for (const { title, program, rendered } of snapshots) {
      assertEquals(`${title}\n${render(program)}`, `${title}\n${rendered}`);
    }
  });
}

Deno.test("every code that one file can bring about has a snapshot", () => {
  const missing = lessons.filter(({ code, files }) => files === undefined && !shown.has(code));
  assertEquals(missing.map(({ code }) => code), []);
});
