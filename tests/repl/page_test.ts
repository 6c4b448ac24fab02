/** The transcripts of `docs/repl.md`, entered again. */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const PAGE = new URL("../../docs/repl.md", import.meta.url);
const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));
const PROMPT = "zixir> ";

Deno.test("docs/repl.md shows what the REPL gives", async () => {
  const page = await Deno.readTextFile(PAGE);
  const transcripts = [...page.matchAll(/^```text\n\$ zixir repl\n([^]*?)^```$/gm)];
  assert(transcripts.length > 0);
  for (const [, transcript] of transcripts) {
    const lines = transcript.trimEnd().split("\n");
    const entries = lines.filter((line) => line.startsWith(PROMPT));
    const values = lines.filter((line) => !line.startsWith(PROMPT));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", CLI, "repl"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const input = entries.map((line) => `${line.slice(PROMPT.length)}\n`).join("");
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    const text = new TextDecoder();
    assertEquals([code, text.decode(stderr)], [0, ""]);
    assertEquals(text.decode(stdout), values.map((line) => `${line}\n`).join(""));
  }
});
