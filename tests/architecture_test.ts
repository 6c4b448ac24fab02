/**
 * The house rules of the layout (docs/architecture.md), checked on the real import graph: who may
 * import whom, what the language may use, and what lies at the top level.
 */
import { assert, assertEquals } from "@std/assert";
import { dirname, fromFileUrl, join, relative } from "@std/path";

const ROOT = dirname(dirname(fromFileUrl(import.meta.url)));

/** What the sources of each place may import of ours. A test may also import what is in tests/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "lang": ["lang"],
  "engine": ["engine"],
  "specialist": ["specialist"],
  "runtime": ["runtime", "lang", "engine", "specialist"],
  "cli.ts": ["runtime", "lang", "engine", "specialist"],
  "mod.ts": ["runtime", "lang", "engine", "specialist"],
};

/** Tools in `lang` that make its generated files; no part of the language. */
const BUILD_TOOLS = ["lang/syntax/generate_parser.ts"];

/** What the top level of the repository consists of. */
const TOP_LEVEL = [
  ".ci",
  ".gitignore",
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "cli.ts",
  "deno.json",
  "deno.lock",
  "docs",
  "engine",
  "examples",
  "lang",
  "mod.ts",
  "runtime",
  "specialist",
  "tests",
];

Deno.test("imports only run down: cli.ts, mod.ts -> runtime -> engine, specialist, lang", async () => {
  const wrong: string[] = [];
  let imports = 0;
  for (const { from, to } of await importGraph()) {
    const place = from.split("/")[0];
    const target = to.split("/")[0];
    const allowed = MAY_IMPORT[place];
    const isOurs = !/^[a-z]+:/.test(to);
    if (allowed === undefined || !isOurs) continue;
    imports++;
    const testHelper = isTest(from) && target === "tests";
    if (!allowed.includes(target) && !testHelper) wrong.push(`${from} imports ${to}`);
  }
  assert(imports > 0, "no import was found: the graph is not what this test thinks it is");
  assertEquals(wrong, []);
});

Deno.test("lang uses no Deno, web or Node API: it type-checks against ECMAScript alone", async () => {
  const deno = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const sources = (await sourceFiles()).filter((file) =>
    file.startsWith("lang/") && !isTest(file) && !BUILD_TOOLS.includes(file)
  );
  assert(sources.length > 0);
  const wrong = (await importGraph()).filter(({ from, to }) =>
    (sources.includes(from) && to.startsWith("node:")) ||
    (!isTest(from) && BUILD_TOOLS.includes(to))
  );
  assertEquals(wrong, []);
  const folder = await Deno.makeTempDir();
  try {
    const config = join(folder, "deno.json");
    await Deno.writeTextFile(
      config,
      JSON.stringify({
        imports: deno.imports,
        compilerOptions: { ...deno.compilerOptions, lib: ["esnext"], types: [] },
        nodeModulesDir: "none",
        lock: false,
      }),
    );
    const paths = sources.map((file) => join(ROOT, file));
    const { code, stderr } = await run("check", "--config", config, ...paths);
    assertEquals(code, 0, stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("running a plain program loads no store, no runs, no cache and no Python", async () => {
  const loaded = new Set([
    "cli.ts",
    "runtime/command/main.ts",
    "runtime/command/run.ts",
    "runtime/command/program.ts",
  ]);
  const graph = (await importGraph()).filter(({ isLoaded }) => isLoaded);
  for (const from of loaded) {
    for (const edge of graph) if (edge.from === from) loaded.add(edge.to);
  }
  assert(loaded.has("lang/syntax/parse.ts"), "the way of a program was not followed");
  const unused = /^(runtime\/(store|cache|workflow)|specialist|engine)\//;
  // Their classes tell a Python value and an error of a tier from others.
  const light = ["specialist/handle.ts", "specialist/errors.ts", "runtime/workflow/run_record.ts"];
  assertEquals([...loaded].filter((file) => unused.test(file) && !light.includes(file)), []);
});

Deno.test("the top level holds the agreed parts and nothing else", async () => {
  const ignored = (await Deno.readTextFile(join(ROOT, ".gitignore"))).split("\n")
    .filter((line) => line.endsWith("/")).map((line) => line.slice(0, -1));
  const extra: string[] = [];
  for await (const { name } of Deno.readDir(ROOT)) {
    if (name !== ".git" && !ignored.includes(name) && !TOP_LEVEL.includes(name)) extra.push(name);
  }
  assertEquals(extra, []);
});

/** One import of one of our files: paths from the root, or `node:x`, `npm:x` for what is not ours. */
interface Import {
  readonly from: string;
  readonly to: string;
  /** Loading `from` loads `to`: the import is neither of types alone nor made later. */
  readonly isLoaded: boolean;
}

/** Every static, dynamic and type-only import of every source file, as Deno itself resolves them. */
async function importGraph(): Promise<Import[]> {
  const folder = await Deno.makeTempDir();
  try {
    const entry = join(folder, "all.ts");
    const lines = (await sourceFiles()).map((file) => `import ${JSON.stringify(url(file))};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    const config = join(ROOT, "deno.json");
    const { code, stdout, stderr } = await run("info", "--json", "--config", config, entry);
    assertEquals(code, 0, stderr);
    return (JSON.parse(stdout).modules as GraphModule[]).flatMap(importsOf);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The part of `deno info --json` read here. */
interface GraphModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
    readonly isDynamic?: boolean;
  }[];
}

function importsOf(module: GraphModule): Import[] {
  const from = fromRoot(module.specifier);
  if (from === null) return [];
  return (module.dependencies ?? []).flatMap(({ code, type, isDynamic }) =>
    [code?.specifier, type?.specifier]
      .filter((specifier) => specifier !== undefined)
      .map((specifier) => ({
        from,
        to: fromRoot(specifier) ?? specifier,
        isLoaded: specifier === code?.specifier && isDynamic !== true,
      }))
  );
}

/** The path of a `file:` URL from the root; null when it is none or lies elsewhere. */
function fromRoot(specifier: string): string | null {
  if (!specifier.startsWith("file:")) return null;
  const path = relative(ROOT, fromFileUrl(specifier)).replaceAll("\\", "/");
  return path.startsWith("..") ? null : path;
}

function url(file: string): string {
  return new URL(file, new URL("../", import.meta.url)).href;
}

function isTest(file: string): boolean {
  return file.endsWith("_test.ts");
}

/** The TypeScript files of the parts named in `MAY_IMPORT`, as paths from the root. */
async function sourceFiles(): Promise<string[]> {
  const found: string[] = [];
  const visit = async (path: string): Promise<void> => {
    const info = await Deno.stat(join(ROOT, path)).catch(() => null);
    if (info === null) return;
    if (info.isFile) {
      if (path.endsWith(".ts") && !path.endsWith(".d.ts")) found.push(path);
      return;
    }
    for await (const { name } of Deno.readDir(join(ROOT, path))) {
      if (!name.startsWith(".")) await visit(`${path}/${name}`);
    }
  };
  for (const part of Object.keys(MAY_IMPORT)) await visit(part);
  return found.sort();
}

async function run(
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
