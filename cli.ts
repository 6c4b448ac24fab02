/**
 * The `zixir` command: reads the command line and hands it to the command it names.
 *
 * Exit status: 0 well; 1 the program failed, at check or run; 2 the command line was wrong.
 *
 * @module
 */
import { currentBuild } from "./runtime/built/built.ts";

/**
 * Carries out a command line.
 *
 * @param argv the words behind the program's name
 * @returns the exit status
 *
 * @example
 * ```ts
 * import { main } from "./cli.ts";
 * const status = await main(["--version"]);
 * if (status !== 0) throw new Error("version");
 * ```
 */
export async function main(argv: readonly string[]): Promise<number> {
  const built = currentBuild(new URL("./", import.meta.url));
  const command: typeof import("./runtime/command/main.ts") = built === null
    ? await import("./runtime/command/main.ts")
    : await import(built);
  return await command.main(argv);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
