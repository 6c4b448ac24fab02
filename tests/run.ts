/**
 * `deno task test [PATH...] [--junit-path=FILE]`: every test file in a process of its own, as many at
 * a time as there are cores.
 *
 * The tests load native code: CPython, the engine, the database. In one process they would share it
 * between the isolates of their files, and one that ends the process would take the others with it;
 * apart, each is judged for itself, and the cores are used.
 *
 * @module
 */
import { fromFileUrl, join, relative } from "@std/path";

const ROOT = fromFileUrl(new URL("..", import.meta.url));

/** What became of one file. */
interface Outcome {
  readonly file: string;
  readonly code: number;
  readonly output: string;
  readonly passed: number;
  readonly failed: number;
  /** The `testsuite` elements of its report. */
  readonly suites: string;
}

/** All test files below the paths, in order. */
function testFiles(paths: readonly string[]): string[] {
  const files: string[] = [];
  const visit = (path: string) => {
    if (Deno.statSync(join(ROOT, path)).isFile) {
      files.push(path);
      return;
    }
    for (const { name, isDirectory } of Deno.readDirSync(join(ROOT, path))) {
      if (name.startsWith(".") || name === "node_modules") continue;
      const inner = path === "." ? name : join(path, name);
      if (isDirectory) visit(inner);
      else if (name.endsWith("_test.ts")) files.push(inner);
    }
  };
  paths.forEach(visit);
  return files.sort();
}

async function runFile(file: string, reports: string): Promise<Outcome> {
  const report = join(reports, `${file.replaceAll(/[/\\]/g, "_")}.xml`);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--frozen", "--no-check", `--junit-path=${report}`, file],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  const xml = await Deno.readTextFile(report).catch(() => "");
  const cases = xml.split("<testcase ").length - 1;
  const failed = xml.split(/<failure\b|<error\b/).length - 1;
  return {
    file,
    code,
    output: text.decode(stdout) + text.decode(stderr),
    passed: cases - failed,
    // A process that ended without a report failed as a whole.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    suites: xml.slice(Math.max(0, xml.indexOf("<testsuite ")), xml.lastIndexOf("</testsuites>")),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const junit = args.find((arg) => arg.startsWith("--junit-path="))?.slice("--junit-path=".length);
  const paths = args.filter((arg) => !arg.startsWith("--")).map((path) =>
    relative(ROOT, join(Deno.cwd(), path)) || "."
  );
  const files = testFiles(paths.length === 0 ? ["."] : paths);
  const reports = await Deno.makeTempDir({ prefix: "zixir_tests_" });
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async () => {
    while (next < files.length) {
      const outcome = await runFile(files[next++], reports);
      outcomes.push(outcome);
      const { file, code, passed, failed, output } = outcome;
      console.log(
        `${code === 0 ? "ok    " : "FAILED"} ${file} (${passed} passed, ${failed} failed)`,
      );
      if (code !== 0) console.log(`${output}\n${file} ended with exit status ${code}`);
    }
  };
  const begin = performance.now();
  await fetchPackages();
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, lane));
  await Deno.remove(reports, { recursive: true });
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  if (junit !== undefined) await Deno.writeTextFile(junit, reportOf(outcomes));
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  const bad = outcomes.filter(({ code }) => code !== 0).map(({ file }) => `  ${file}`);
  if (bad.length > 0) console.log(`\nfailed files:\n${bad.join("\n")}`);
  console.log(`\n${files.length} files in ${seconds} s: ${passed} passed, ${failed} failed`);
  return bad.length === 0 && passed > 0 ? 0 : 1;
}

/**
 * Has Deno fetch what it wants to know of each package. It would do so while a test runs the command
 * line, say so on standard error, and forget it again when that process ends before the answer.
 */
async function fetchPackages(): Promise<void> {
  const { imports } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const names = Object.values<string>(imports).map((target) =>
    /^npm:(?:@[^/]+\/)?[^/]+/.exec(target)?.[0]
  );
  const cwd = await Deno.makeTempDir();
  for (const name of new Set(names.filter((name) => name !== undefined))) {
    await new Deno.Command(Deno.execPath(), {
      args: ["info", "--quiet", name],
      cwd,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
  }
  await Deno.remove(cwd);
}

/** One report of all files; a file whose process ended without one is a failed case. */
function reportOf(outcomes: readonly Outcome[]): string {
  const suites = outcomes.map(({ suites, code, file }) => {
    if (suites !== "" || code === 0) return suites;
    return `<testsuite name="${file}"><testcase name="${file}"><failure message="exit status ` +
      `${code}"/></testcase></testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

Deno.exit(await main(Deno.args));
