/** Measures processes from start to end. */
import { fromFileUrl } from "@std/path";
import { assertEquals } from "@std/assert";
import { buildCommand } from "../../../runtime/built/build.ts";

/** How long one kind of process takes, over the rounds, in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly medianMs: number;
  /** What it takes more than the empty script of the same round: quartiles and median. */
  readonly moreMs: { readonly lower: number; readonly median: number; readonly upper: number };
}

/**
 * Builds the command, runs each kind of process once for warm caches, checks what it prints, then
 * times `rounds`, in each of which every kind runs once. The first kind is the empty script.
 */
export async function startUp(rounds: number): Promise<readonly [Timing, ...Timing[]]> {
  await buildCommand(new URL("../../../", import.meta.url));
  const path = (name: string) => fromFileUrl(new URL(name, import.meta.url));
  const cli = path("../../../cli.ts");
  const hello = path("../../../examples/hello.zixir");
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const kinds = [
      { name: "deno run empty.ts", args: [empty], prints: /^$/ },
      { name: "zixir --version", args: [cli, "--version"], prints: /^zixir \d/ },
      { name: "zixir eval 1", args: [cli, "eval", "1"], prints: /^1\n$/ },
      { name: HELLO, args: [cli, hello], prints: /^11\.0\n$/ },
      {
        name: "the same, not built",
        args: [path("from_sources.ts"), hello],
        prints: /^11\.0\n$/,
      },
    ];
    const times: number[][] = kinds.map(() => []);
    for (let round = -1; round < rounds; round++) {
      for (const [i, { args, prints }] of kinds.entries()) {
        const start = performance.now();
        const { code, stdout } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", ...args],
        }).output();
        const ms = performance.now() - start;
        const text = new TextDecoder().decode(stdout);
        assertEquals([code, prints.test(text)], [0, true], `${args.join(" ")} gave ${text}`);
        if (round >= 0) times[i].push(ms);
      }
    }
    const timing = (i: number): Timing => {
      const more = times[i].map((ms, round) => ms - times[0][round]);
      const part = (share: number) => quantile(more, share);
      return {
        name: kinds[i].name,
        medianMs: quantile(times[i], 0.5),
        moreMs: { lower: part(0.25), median: part(0.5), upper: part(0.75) },
      };
    };
    return [timing(0), ...kinds.slice(1).map((_, i) => timing(i + 1))];
  } finally {
    await Deno.remove(empty);
  }
}

/** The kind of process that the goal is about. */
export const HELLO = "zixir examples/hello.zixir";

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)];
}
