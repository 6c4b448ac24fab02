/**
 * The parser answers any text with a tree and findings, in bounded time.
 *
 * `ZIXIR_FUZZ_ROUNDS` makes it longer (default 300), `ZIXIR_FUZZ_SEED` replays.
 */
import { assert, assertEquals } from "@std/assert";
import { parse, type ParsedModule } from "../../lang/syntax/parse.ts";
import { mutate, programsOf, Random, randomBytes, randomFragments } from "./texts.ts";

const rounds = Number(Deno.env.get("ZIXIR_FUZZ_ROUNDS") ?? 300);
const seed = Number(Deno.env.get("ZIXIR_FUZZ_SEED") ?? 20260729);

const programs: string[] = [];
const folder = new URL("../conformance/", import.meta.url);
for (const { name } of Deno.readDirSync(folder)) {
  if (name.endsWith(".cases")) {
    programs.push(...programsOf(Deno.readTextFileSync(new URL(name, folder))));
  }
}

/** Checks what holds of every answer. */
function checkAnswer(text: string, { module, diagnostics }: ParsedModule): void {
  assertEquals(module.span, { start: 0, end: text.length });
  assert(diagnostics.length <= 100);
  for (const { span, labels, message } of diagnostics) {
    for (const place of [span, ...labels.map((label) => label.span)]) {
      assert(0 <= place.start && place.start <= place.end && place.end <= text.length, message);
    }
  }
  const isBroken = (JSON.stringify(module, (_, v) => typeof v === "bigint" ? `${v}` : v))
    .includes('"invalid"');
  assert(!isBroken || diagnostics.length > 0, "an Invalid node without a finding");
}

/** Runs `check` and tells the text and the seed when it fails. */
function onText(text: string, round: number, check: (text: string) => void): void {
  try {
    check(text);
  } catch (error) {
    throw new Error(`seed ${seed}, round ${round}, text ${JSON.stringify(text)}`, { cause: error });
  }
}

Deno.test("parse() answers random bytes and random fragments", () => {
  const random = new Random(seed);
  for (let round = 0; round < rounds; round++) {
    const size = random.pick([3, 20, 200]);
    const text = random.below(4) === 0 ? randomBytes(random, size) : randomFragments(random, size);
    onText(text, round, (text) => checkAnswer(text, parse(text, "fuzz")));
  }
});

Deno.test("parse() answers truncated and mutated programs", () => {
  const random = new Random(seed + 1);
  for (let round = 0; round < rounds; round++) {
    let text = random.pick(programs);
    if (random.below(3) === 0) text = text.slice(0, random.below(text.length));
    for (let i = random.below(4); i >= 0; i--) text = mutate(random, text);
    onText(text, round, (text) => checkAnswer(text, parse(text, "fuzz")));
  }
});
