/**
 * Every program in `examples/` runs, as a user would run it, and prints what its last comment says:
 *
 *     # Run: zixir --allow-read=examples examples/word_count.zixir     (absent: zixir FILE)
 *     # Output:
 *     #   11.0
 *
 * A file that others import says `# Part of NAME.zixir` instead.
 */
import { assert, assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";

const ROOT = dirname(dirname(fromFileUrl(import.meta.url)));
const EXAMPLES = join(ROOT, "examples");

for (const { name } of [...Deno.readDirSync(EXAMPLES)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!name.endsWith(".zixir")) continue;
  const text = Deno.readTextFileSync(join(EXAMPLES, name));
  const part = /^# Part of (\S+\.zixir)$/m.exec(text);
  if (part !== null) {
    Deno.test(`examples/${name} is imported by ${part[1]}`, () => {
      const whole = Deno.readTextFileSync(join(EXAMPLES, part[1]));
      assert(whole.includes(`"./${name}"`));
    });
    continue;
  }
  Deno.test(`examples/${name} prints what it says`, async () => {
    const output = /^# Output:\n((?:#.*\n?)+)$/m.exec(text);
    assert(output !== null, "it ends with no `# Output:` comment");
    const expected = output[1].trimEnd().split("\n").map((line) => line.replace(/^# {0,3}/, ""));
    const command = /^# Run: zixir (.*)$/m.exec(text)?.[1] ?? `examples/${name}`;
    const folder = await Deno.makeTempDir();
    try {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", join(ROOT, "cli.ts"), ...command.split(" ")],
        cwd: ROOT,
        env: { ZIXIR_STORE: join(folder, "store.db"), NO_COLOR: "1" },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      assertEquals(code, 0, decoder.decode(stderr));
      assertEquals(decoder.decode(stdout).trimEnd().split("\n"), expected);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
