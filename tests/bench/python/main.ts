/**
 * What calling Python costs, with the goals beside it: scalars, lists, rows, numpy arrays, awaited
 * calls, the event loop meanwhile, deadlines, workers. numpy comes from a virtual environment of the
 * tests' own making. Each case checks its answer first.
 *
 * Not measured: the start of Python, `tests/bench/startup` tells what a program without it pays.
 */
import { numpyPython } from "../../../specialist/_numpy.ts";
import { measure } from "./cases.ts";

Deno.env.set("ZIXIR_PYTHON", await numpyPython());
for (const { name, value, unit, goal, note } of await measure("full")) {
  const met = goal === undefined
    ? ""
    : (unit === "x" ? value >= goal : value <= goal)
    ? `  goal ${goal} met`
    : `  goal ${goal} missed`;
  console.log(`${name.padEnd(44)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(2)}${met}`);
  if (note !== undefined) console.log(`    ${note}`);
}
