/**
 * The programs in `docs/tutorial.md`: each `zixir` block is run, and prints the `text` block below.
 */
import { assert, assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";

const ROOT = dirname(dirname(fromFileUrl(import.meta.url)));
const PAIR = /^## (.*)$|```zixir\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/gm;

const text = Deno.readTextFileSync(join(ROOT, "docs", "tutorial.md"));
let heading = "";
const programs: { name: string; program: string; output: string }[] = [];
for (const [, title, program, output] of text.matchAll(PAIR)) {
  if (title !== undefined) heading = title;
  else programs.push({ name: `${heading} (${programs.length + 1})`, program, output });
}

Deno.test("every zixir block of the tutorial has its output below it", () => {
  assert(programs.length > 0);
  assertEquals(programs.length, text.split("```zixir\n").length - 1);
});

for (const { name, program, output } of programs) {
  Deno.test(`tutorial: ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", join(ROOT, "cli.ts"), "eval", program],
        cwd: folder,
        env: { NO_COLOR: "1" },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      assertEquals([decoder.decode(stdout), code], [output, 0], decoder.decode(stderr));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
