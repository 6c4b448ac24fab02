/**
 * `zixir init [DIR]`: a first program to change.
 *
 * @module
 */
import { join } from "@std/path";
import { type Invocation, UsageError } from "./command.ts";
import { writeOut } from "./output.ts";

/** Writes the first files into the directory, leaving what is there as it is. */
export function execute({ words: [folder = "."] }: Invocation): Promise<number> {
  const program = join(folder, "main.zixir");
  try {
    makeFolder(folder);
    Deno.writeTextFileSync(program, PROGRAM, { createNew: true });
  } catch (error) {
    throw refusal(error, program);
  }
  writeOut(`wrote ${program}\n`);
  if (ignoreStore(join(folder, ".gitignore"))) writeOut(`wrote ${join(folder, ".gitignore")}\n`);
  writeOut(`run it: zixir ${program}\n`);
  return Promise.resolve(0);
}

function makeFolder(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new UsageError(`${folder} is no directory`, "name another one: zixir init DIR");
  }
}

function refusal(error: unknown, program: string): unknown {
  if (error instanceof Deno.errors.AlreadyExists) {
    const hint = "nothing was changed; name another directory: zixir init DIR";
    return new UsageError(`${program} is there already`, hint);
  }
  if (error instanceof Error && error.name in Deno.errors) {
    return new UsageError(`cannot write ${program}: ${error.message}`, "name another directory");
  }
  return error;
}

/** Keeps the store out of git; tells whether something was written. */
function ignoreStore(path: string): boolean {
  try {
    Deno.writeTextFileSync(path, "# Runs and cached values of Zixir\n.zixir/\n", {
      createNew: true,
    });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

const PROGRAM =
  `# A first program: run it with \`zixir main.zixir\`, check it with \`zixir check main.zixir\`.

type Reading = {sensor: String, values: [Float]}

## The mean of each sensor's values, computed by the engine (Zig).
fn means(readings: [Reading]):
  [(r.sensor, engine.list_mean(r.values)) for r in readings]

let readings = [
  {sensor: "hall", values: [20.5, 21.0, 21.5]},
  {sensor: "roof", values: [11.0, 13.0]},
]

for (sensor, mean) in means(readings): print(sensor, mean)
`;
