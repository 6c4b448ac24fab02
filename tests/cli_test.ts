/**
 * The command line, as a user meets it: every folder in `tests/cli/` is a case, its `steps.txt`
 * commands with what they must give. A case runs in a copy of its folder in a temporary directory,
 * with no configuration file in reach and no unstable flag.
 *
 *     # a comment
 *     $ zixir eval "1 +         a command for sh; `zixir` is the command line of this checkout
 *     >   2"                    more of it
 *     3                         standard output, line by line
 *     ! error: ...              standard error
 *     = 1                       exit status, where it is not 0
 *
 * `[..]` in a line stands for any text within it, a line `[...]` for any number of lines.
 * `UPDATE=1 deno task test tests/cli_test.ts` writes what commands give into the files.
 */
import { assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";

const TESTS = dirname(fromFileUrl(import.meta.url));
const CASES = join(TESTS, "cli");
const CLI = join(dirname(TESTS), "cli.ts");

for (const entry of [...Deno.readDirSync(CASES)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  Deno.test(`zixir ${entry.name.replaceAll("_", " ")}`, async () => {
    const source = join(CASES, entry.name);
    const folder = await Deno.makeTempDir({ prefix: "zixir-cli-" });
    try {
      await copyFolder(source, folder);
      await Deno.remove(join(folder, "steps.txt"));
      const script = await Deno.readTextFile(join(source, "steps.txt"));
      const seen: Step[] = [];
      for (const step of readSteps(script)) seen.push(await runStep(step, folder));
      if (Deno.env.has("UPDATE")) {
        await Deno.writeTextFile(join(source, "steps.txt"), writeSteps(seen));
      } else assertEquals(writeSteps(seen), writeSteps(readSteps(script)));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** A command and what it gives, or is to give. */
interface Step {
  /** Comments and empty lines above. */
  readonly above: readonly string[];
  readonly command: string;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly status: number;
}

function readSteps(text: string): Step[] {
  const steps: {
    above: string[];
    command: string;
    out: string[];
    err: string[];
    status: number;
  }[] = [];
  let above: string[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const step = steps.at(-1);
    if (line.startsWith("$ ")) {
      steps.push({ above, command: line.slice(2), out: [], err: [], status: 0 });
      above = [];
    } else if (line.startsWith("> ") && step !== undefined) step.command += `\n${line.slice(2)}`;
    else if (line.startsWith("#") || (line === "" && (step === undefined || above.length > 0))) {
      above.push(line);
    } else if (step === undefined) throw new Error(`a line before the first command: ${line}`);
    else if (line === "") above.push(line);
    else if (/^= \d+$/.test(line)) step.status = Number(line.slice(2));
    else if (line.startsWith("!")) step.err.push(line.slice(2));
    else step.out.push(line.startsWith("\\") ? line.slice(1) : line);
  }
  return steps;
}

function writeSteps(steps: readonly Step[]): string {
  return steps.flatMap(({ above, command, out, err, status }) => [
    ...above,
    `$ ${command.replaceAll("\n", "\n> ")}`,
    ...out.map((line) => /^(\$ |> |#|!|= \d+$|\\|$)/.test(line) ? `\\${line}` : line),
    ...err.map((line) => `! ${line}`.trimEnd()),
    ...(status === 0 ? [] : [`= ${status}`]),
  ]).join("\n") + "\n";
}

/** Runs a step; what fits the expectation is given back as the expectation words it. */
async function runStep(step: Step, folder: string): Promise<Step> {
  const { NO_COLOR: _, ...environment } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", `zixir() { "$DENO" run -A "$CLI" "$@"; }\n${step.command}`],
    cwd: folder,
    env: { ...environment, NO_COLOR: "1", DENO: Deno.execPath(), CLI, TMPDIR: folder },
    stdin: "null",
  }).output();
  return {
    ...step,
    out: expected(lines(stdout), step.out),
    err: expected(lines(stderr), step.err),
    status: code,
  };
}

function lines(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The pattern, when the lines fit it; else the lines. */
function expected(actual: readonly string[], pattern: readonly string[]): readonly string[] {
  return fits(actual, pattern) ? pattern : actual;
}

function fits(actual: readonly string[], pattern: readonly string[]): boolean {
  if (pattern.length === 0) return actual.length === 0;
  const [first, ...rest] = pattern;
  if (first === "[...]") {
    return Array.from({ length: actual.length + 1 }, (_, i) => i)
      .some((skipped) => fits(actual.slice(skipped), rest));
  }
  return actual.length > 0 && lineFits(actual[0], first) && fits(actual.slice(1), rest);
}

function lineFits(actual: string, pattern: string): boolean {
  const parts = pattern.split("[..]").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(actual);
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) {
      await Deno.mkdir(join(to, name));
      await copyFolder(join(from, name), join(to, name));
    } else await Deno.copyFile(join(from, name), join(to, name));
  }
}
