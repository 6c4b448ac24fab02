/**
 * `deno task bench [NAME...]`: runs the benchmarks named, or all: each folder here with a `main.ts`.
 * A benchmark checks its answers before it times them, and says what it compares with.
 */
import { dirname, fromFileUrl, join } from "@std/path";

const FOLDER = dirname(fromFileUrl(import.meta.url));

const there = [...Deno.readDirSync(FOLDER)].filter(({ isDirectory }) => isDirectory)
  .map(({ name }) => name).sort();
const wanted = Deno.args.length > 0 ? Deno.args : there;
const unknown = wanted.filter((name) => !there.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${there.join(", ")}`);
  Deno.exit(2);
}
let failed = 0;
for (const name of wanted) {
  console.log(`== ${name}`);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--v8-flags=--expose-gc", join(FOLDER, name, "main.ts")],
    stdin: "null",
  }).spawn().status;
  if (code !== 0) failed++;
}
Deno.exit(failed === 0 ? 0 : 1);
