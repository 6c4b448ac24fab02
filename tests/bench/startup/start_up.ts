/** Measures processes from start to end. */
import { fromFileUrl } from "@std/path";
import { assertEquals } from "@std/assert";

/** Medians over the rounds, in milliseconds. */
export interface StartUp {
  /** Of an empty script. */
  readonly emptyMs: number;
  /** Of `zixir --version`. */
  readonly versionMs: number;
  /** Of `zixir examples/hello.zixir`. */
  readonly helloMs: number;
}

/** Runs each kind of process once for warm caches, checks what it prints, then times `rounds`. */
export async function startUp(rounds: number): Promise<StartUp> {
  const cli = fromFileUrl(new URL("../../../cli.ts", import.meta.url));
  const hello = fromFileUrl(new URL("../../../examples/hello.zixir", import.meta.url));
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const kinds = [
      { args: [empty], prints: /^$/ },
      { args: [cli, "--version"], prints: /^zixir \d/ },
      { args: [cli, hello], prints: /^11\.0\n$/ },
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
    const [emptyMs, versionMs, helloMs] = times.map(median);
    return { emptyMs, versionMs, helloMs };
  } finally {
    await Deno.remove(empty);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
