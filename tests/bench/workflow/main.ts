/**
 * What durable workflows cost, in raw sets of the same store in the same run.
 *
 * Not measured: a store on a URL; disks other than this one, where syncing may cost far more.
 */
import { measure } from "./measure.ts";

const figures = await measure({
  sequences: [10, 1000, Number(Deno.args[0] ?? 20_000)],
  resumed: 10_000,
  elements: 10_000_000,
  rounds: 3,
});
for (const { what, value, unit, goal } of figures) {
  const verdict = goal === Infinity ? "" : `  goal ${goal}: ${value <= goal ? "met" : "missed"}`;
  console.log(`${what.padEnd(44)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
}
