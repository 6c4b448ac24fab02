/**
 * From a command line to an exit status.
 *
 * @module
 */
import { readArguments } from "./arguments.ts";
import { UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { writeFailure, writeOut } from "./output.ts";

/**
 * Carries out a command line.
 *
 * @param argv the words behind the program's name
 * @returns the exit status: 0 well; 1 the program failed; 2 the command line was wrong
 *
 * @example
 * ```ts
 * import { main } from "./main.ts";
 * const status = await main(["--version"]);
 * if (status !== 0) throw new Error("version");
 * ```
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const request = readArguments(argv, COMMANDS, isThere);
    switch (request.kind) {
      case "run":
        return await (await request.invocation.command.load()).execute(request.invocation);
      case "help": {
        const { helpText } = await import("./help.ts");
        writeOut(await helpText(request.command, request.words, COMMANDS));
        return 0;
      }
      case "version": {
        const { VERSION } = await import("../version.ts");
        writeOut(`zixir ${VERSION}\n`);
        return 0;
      }
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    writeFailure(error.message, error.hint);
    return 2;
  }
}

function isThere(word: string): boolean {
  try {
    Deno.statSync(word);
    return true;
  } catch {
    return false;
  }
}
