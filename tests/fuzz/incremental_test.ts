/**
 * A program that is edited is analysed as if it were read for the first time: after every edit, of
 * lines, tokens and characters, the tree, the findings and the compiled code are those of a fresh
 * analysis.
 *
 * `ZIXIR_FUZZ_ROUNDS` makes it longer (default 15), `ZIXIR_FUZZ_SEED` replays.
 */
import { assert, assertEquals } from "@std/assert";
import { analyse, Analyser, type Analysis, compile } from "../../lang/mod.ts";
import { Reparser } from "../../lang/syntax/reparse.ts";
import { Intent } from "../../runtime/intent.ts";
import { memoryHost } from "../../runtime/std/mod.ts";
import { makeWorld } from "../../runtime/world.ts";
import { largeProgram, pieces } from "../bench/language/corpus.ts";
import { mutate, Random } from "./texts.ts";

const rounds = Number(Deno.env.get("ZIXIR_FUZZ_ROUNDS") ?? 15);
const seed = Number(Deno.env.get("ZIXIR_FUZZ_SEED") ?? 20261122);
const { tables: host } = makeWorld({ host: memoryHost(), intent: new Intent() });
const options = { file: "edited.zixir", host };

/** Longer than what the parser always reads anew. */
const LENGTH_MIN = 6000;
const EDITS = 8;

/** Lines and tokens that edits put in. */
const LINES: readonly string[] = [
  "let added = 1 + 2",
  "fn added_too(x): x * 2",
  "  x + 1",
  "## What follows is documented.",
  "# a comment",
  "type Added = First(a: Int) | Second",
  '  let text = """',
  "}",
  "",
  "add(1, 2)",
];

/** One edit as a person makes it: of a line, of a token, of a few characters. */
function edit(random: Random, text: string): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  switch (random.below(8)) {
    case 0:
      lines.splice(at, 1);
      return lines.join("\n");
    case 1:
      lines.splice(at, 0, random.pick(LINES));
      return lines.join("\n");
    case 2:
      lines.splice(at, 0, random.pick(lines));
      return lines.join("\n");
    case 3:
      lines[at] = `${lines[at]} # said`;
      return lines.join("\n");
    case 4: {
      const words = [...text.matchAll(/\w+/g)];
      const [word, other] = [random.pick(words), random.pick(words)];
      return text.slice(0, word.index) + other[0] + text.slice(word.index + word[0].length);
    }
    case 5: {
      const [digits] = /\d+/.exec(lines[at]) ?? [];
      if (digits !== undefined) lines[at] = lines[at].replace(digits, `${digits}0`);
      return lines.join("\n");
    }
    case 6:
      lines[at] = `\n\n${lines[at]}`;
      return lines.join("\n");
    default:
      return mutate(random, text);
  }
}

/** What an analysis says, without the numbers that no two analyses share. */
function told(analysis: Analysis): Readonly<Record<string, unknown>> {
  const { diagnostics, main, tree } = analysis;
  const compiled = compile(analysis);
  // The ids of locals count on from one analysis to the next.
  const ids = new Map<string, number>();
  const numbered = (code: string): string =>
    code.replace(/\$\d+/g, (id) => {
      if (!ids.has(id)) ids.set(id, ids.size);
      return `$#${ids.get(id)}`;
    });
  return {
    diagnostics,
    statements: main.module.statements,
    unread: main.module.unreadNames,
    nodes: diagnostics.length > 0 ? null : `${tree}`,
    code: compiled?.modules.map(({ code }) => numbered(code.text)) ?? null,
    // Offsets in the code depend on how long the ids are.
    marks: compiled?.modules.map(({ code }) => code.marks.filter((_, i) => i % 3 > 0)) ?? null,
  };
}

/** Compares part by part: a difference is shown with what is around it. */
function assertSame(found: Analysis, expected: Analysis): void {
  const [a, b] = [told(found), told(expected)];
  for (const part in b) {
    const [is, should] = [a, b].map((all) => textOf(all[part]));
    let at = 0;
    while (at < is.length && is[at] === should[at]) at++;
    const shown = (text: string): string => text.slice(Math.max(0, at - 200), at + 200);
    assertEquals(shown(is), shown(should), part);
    assertEquals(is.length, should.length, part);
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => {
    // What a check numbers a node with means nothing to another check.
    if (key === "number") return undefined;
    if (typeof part === "bigint") return `${part}n`;
    return part instanceof Set ? [...part].sort() : part;
  }) ?? "";
}

Deno.test("Analyser gives what analyse() gives, after every edit", () => {
  const all = pieces(host);
  const random = new Random(seed);
  for (let round = 0; round < rounds; round++) {
    const chosen = Array.from({ length: 60 }, () => random.pick(all));
    let text = largeProgram(chosen, ({ length }) => length > LENGTH_MIN);
    const analyser = new Analyser(options);
    analyser.analyse(text);
    const earlier: string[] = [text];
    for (let count = 0; count < EDITS; count++) {
      // Half of the edits begin with a text that was good, so that much of it can be kept.
      const before = random.below(2) === 0 ? random.pick(earlier) : text;
      const from = edit(random, before);
      text = from;
      try {
        const again = analyser.analyse(text);
        const fresh = analyse(text, options);
        if (fresh.diagnostics.length === 0) earlier.push(text);
        assertSame(again, fresh);
      } catch (error) {
        const cause = error;
        throw new Error(`seed ${seed}, round ${round}, edit ${count}, ${text}`, { cause });
      }
    }
  }
});

Deno.test("Reparser keeps the statements around an edit, and moves them", () => {
  const lines = Array.from({ length: 400 }, (_, i) => `fn f_${i}(x): x + ${i}`);
  const reparser = new Reparser("f.zixir");
  const before = [...reparser.parse(lines.join("\n")).module.statements];
  const last = before[399];
  assert(last.kind === "function");
  const { start } = last.name.span;
  lines[200] = "fn other(x, y): x * y";
  const after = reparser.parse(lines.join("\n")).module.statements;
  const kept = after.filter((statement, i) => statement === before[i]).length;
  // The one that changed is new, and those around it may be.
  assert(kept >= 395, `${kept} of 400`);
  assertEquals(
    last.name.span.start,
    start + "fn other(x, y): x * y".length - "fn f_200(x): x + 200".length,
  );
});

Deno.test("Reparser keeps the statements around a line that cannot be read, there and back", () => {
  const lines = Array.from({ length: 400 }, (_, i) => `fn f_${i}(x): x + ${i}`);
  const reparser = new Reparser("f.zixir");
  const before = [...reparser.parse(lines.join("\n")).module.statements];
  const last = before[398];
  const { start } = last.span;
  const broken = reparser.parse(lines.toSpliced(200, 0, "fn other(x, y): x *").join("\n"));
  const kept = before.filter((statement) => broken.module.statements.includes(statement)).length;
  assert(broken.diagnostics.length === 1 && kept >= 390, `${kept} of 400`);
  assertEquals(last.span.start, start + "fn other(x, y): x *\n".length);
  const { module } = reparser.parse(lines.join("\n"));
  assert(module.statements[398] === last);
  assertEquals(last.span.start, start);
});

Deno.test("Analyser leaves the findings of an earlier text as they were", () => {
  const analyser = new Analyser(options);
  const { diagnostics } = analyser.analyse("let a = 1\nlet b = 2\nfn f(): unknown_name\nf()");
  const places = diagnostics.map(({ span }) => span.start);
  const { main } = analyser.analyse("let a = 1000\nlet b = 2\nfn f(): unknown_name\nf()");
  assertEquals(diagnostics.map(({ span }) => span.start), places);
  assertEquals(main.diagnostics.map(({ span }) => span.start), places.map((place) => place + 3));
});
