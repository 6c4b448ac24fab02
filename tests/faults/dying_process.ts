/**
 * The `zixir` command in a process that kills itself with SIGKILL at one change of its store: what
 * the machine does to a process when the power goes at the worst moment.
 *
 * `DIE_AT=before:3` dies before the third change is begun, `after:3` once it is made, and
 * `during:3:0.2` 0.2 ms after it was begun. A change is an atomic commit of the database or the
 * moment in which the file of a large value gets its name. With `CHANGES=FILE`, each change leaves
 * a byte in that file.
 *
 * @module
 */
import { main } from "../../cli.ts";

const [how, nth, ms] = (Deno.env.get("DIE_AT") ?? "never").split(":");
const tally = Deno.env.get("CHANGES");
let count = 0;

function change<T>(make: () => Promise<T>): Promise<T> {
  count++;
  if (tally !== undefined) Deno.writeTextFileSync(tally, ".", { append: true });
  if (count !== Number(nth)) return make();
  if (how === "before") die();
  const made = make();
  if (how === "during") {
    const until = performance.now() + Number(ms);
    while (performance.now() < until);
    die();
  }
  return made.finally(die);
}

function die(): void {
  Deno.kill(Deno.pid, "SIGKILL");
}

const operation = Deno.AtomicOperation.prototype;
const { commit } = operation;
operation.commit = function (this: Deno.AtomicOperation) {
  return change(() => commit.call(this));
};

const { rename } = Deno;
Deno.rename = (from, to) => change(() => rename(from, to));

Deno.exit(await main(Deno.args));
