import { assert, assertEquals } from "@std/assert";
import { analyse, type Loader } from "../lang/mod.ts";
import { referencePages } from "../docs/reference.ts";
import { exampleWorld, runExample } from "./std/world.ts";

const docs = new URL("../docs/", import.meta.url);

/** Files of a page that its programs import: blocks marked `zixir file NAME`. */
function filesOf(page: string): Loader {
  const files = new Map(
    [...page.matchAll(/^```zixir file (\S+)\n([^]*?)^```$/gm)].map((found) => [found[1], found[2]]),
  );
  return (path) => {
    const file = path.replace(/^\.\//, "");
    const text = files.get(file);
    return text === undefined ? { problem: `there is no file ${file}` } : { file, text };
  };
}

/** A program in a page, with what its last line says of it. */
interface Block {
  readonly line: number;
  readonly mode: "run" | "check";
  readonly source: string;
  /** Text of the value after `#=`, kind and part of the message after `#!`. */
  readonly expected: { readonly value?: string; readonly failure?: string };
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```zixir( check)?\n([^]*?)^```$/gm)].map((found) => {
    const source = found[2];
    const value = /^#= (.*)$/m.exec(source)?.[1];
    const failure = /^#! (.*)$/m.exec(source)?.[1];
    return {
      line: page.slice(0, found.index).split("\n").length,
      mode: found[1] === undefined ? "run" : "check",
      source,
      expected: {
        ...(value === undefined ? {} : { value }),
        ...(failure === undefined ? {} : { failure }),
      },
    };
  });
}

for (const name of ["language.md", "workflows.md"]) {
  Deno.test(`programs of ${name} give what it says`, () => checkPage(name));
}

async function checkPage(name: string): Promise<void> {
  const page = await Deno.readTextFile(new URL(name, docs));
  const wrong: string[] = [];
  const blocks = blocksOf(page);
  const load = filesOf(page);
  for (const { line, mode, source, expected } of blocks) {
    if (mode === "check") {
      const { diagnostics } = analyse(source, {
        file: "guide.zixir",
        host: exampleWorld().world.tables,
      });
      const errors = diagnostics.filter((d) => d.severity === "error");
      if (errors.length > 0) wrong.push(`line ${line}: ${errors.map((d) => d.message).join("; ")}`);
      continue;
    }
    const result = await runExample(source, load);
    const seen = result.ok
      ? result.text
      : `${result.errors[0].kind}: ${result.errors[0].message} ${result.errors[0].hint ?? ""}`;
    if (expected.failure !== undefined) {
      const [kind, ...part] = expected.failure.split(": ");
      const fits = !result.ok && seen.startsWith(`${kind}: `) && seen.includes(part.join(": "));
      if (!fits) wrong.push(`line ${line}: expected failure ${expected.failure}, got ${seen}`);
    } else if (!result.ok || (expected.value ?? result.text) !== result.text) {
      wrong.push(`line ${line}: expected ${expected.value ?? "a value"}, got ${seen}`);
    }
  }
  assertEquals(wrong, []);
  assert(blocks.length > 1);
}

Deno.test("the reference pages are current", async () => {
  for (const [name, text] of referencePages()) {
    const there = await Deno.readTextFile(new URL(name, docs));
    assertEquals(there, text, `docs/${name} is old: run deno task docs`);
  }
});
