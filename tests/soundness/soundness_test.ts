/**
 * Random well-typed programs: the checker accepts them, they never raise kind `type` when they run,
 * and compiled code gives what the tree evaluator gives.
 *
 * `ZIXIR_SOUNDNESS=20000` runs that many, `ZIXIR_SEED=n` begins at (and with a count of 1 replays)
 * seed n.
 */
import { analyse, compile } from "../../lang/mod.ts";
import { Intent } from "../../runtime/intent.ts";
import { Program } from "../../runtime/program.ts";
import { memoryHost } from "../../runtime/std/mod.ts";
import { inspect } from "../../runtime/values/mod.ts";
import { makeWorld } from "../../runtime/world.ts";
import { evaluateProgram } from "./evaluator.ts";
import { generateProgram } from "./generator.ts";

const COUNT = Number(Deno.env.get("ZIXIR_SOUNDNESS") ?? "500");
const FIRST = Number(Deno.env.get("ZIXIR_SEED") ?? "1");

const world = makeWorld({ host: memoryHost(), intent: new Intent() });

Deno.test(`${COUNT} random programs mean what the tree evaluator says`, async () => {
  const outcomes = new Map<string, number>();
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const text = generateProgram(seed);
    const analysis = analyse(text, { file: "random.zixir", host: world.tables });
    const compiled = compile(analysis);
    if (compiled === null) {
      const found = analysis.diagnostics.filter((d) => d.severity === "error");
      const words = found.map((d) =>
        `${d.code} ${d.message}: ${text.slice(d.span.start, d.span.end)}`
      );
      throw new Error(`seed ${seed}: the checker refuses\n${words.join("\n")}\n\n${text}`);
    }
    const actual = await run(new Program(compiled, world));
    const expected = evaluateProgram(analysis.main);
    if (actual !== expected) {
      throw new Error(`seed ${seed}:\ncompiled  ${actual}\nevaluated ${expected}\n\n${text}`);
    }
    const kind = expected.startsWith("error ") ? expected : "a value";
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  // Programs that all fail would prove nothing.
  const values = outcomes.get("a value") ?? 0;
  console.log(Object.fromEntries(outcomes));
  if (COUNT >= 100 && values < COUNT / 2) throw new Error(`only ${values} programs gave a value`);
});

async function run(program: Program): Promise<string> {
  try {
    const { value } = await program.run();
    return value === null ? "" : inspect(value);
  } catch (thrown) {
    const error = program.failure(thrown);
    if (error.kind === "type" || error.kind === "internal") {
      return `error ${error.kind} ${error.message}`;
    }
    return `error ${error.kind}`;
  }
}
