import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const cli = fromFileUrl(new URL("../cli.ts", import.meta.url));

/** The value of a program as the command line shows it, or its error. */
async function evaluated(source: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", cli, "eval", "--json", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  const result = JSON.parse(lines[lines.length - 1]);
  return result.ok ? result.text : result.errors[0].message + new TextDecoder().decode(stderr);
}

Deno.test("programs of docs/python.md give what it says", async () => {
  const page = await Deno.readTextFile(new URL("../docs/python.md", import.meta.url));
  const blocks = [...page.matchAll(/^```zixir\n([^]*?)^```$/gm)].map(([, source]) => source);
  const wrong: string[] = [];
  for (const source of blocks) {
    const expected = /^#= (.*)$/m.exec(source)?.[1];
    const seen = await evaluated(source);
    if (seen !== expected) wrong.push(`${source}gave ${seen}`);
  }
  assertEquals(wrong, []);
  assert(blocks.length >= 8);
});
