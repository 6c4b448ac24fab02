/**
 * Annotations as calls of the functions of the same name: `@retry(3)` on a step is `retry(3) { ... }`
 * around its body, read from the same rows of the standard library.
 *
 * @module
 */
import { parseNotation } from "../../lang/types/notation.ts";
import { currentCache } from "../cache/mod.ts";
import { currentScope } from "../resilience/scope.ts";
import type { FunctionSite, Outcome, Policy } from "../support/flow.ts";
import type { Entry } from "../table.ts";
import { ZixirError } from "../values/error.ts";
import { Duration } from "../values/quantity.ts";
import { Float } from "../values/float.ts";
import type { Slot } from "../values/slot.ts";

/** Finds the row of a policy by its name. */
export type PolicyTable = (name: string) => Entry | undefined;

/**
 * Runs code under policies.
 *
 * Attempts that ended with their process are used up first: a policy that retries counts them as
 * failures, so a step that kills its process is not tried for ever.
 *
 * @param table finds policies
 * @param site whose policies these are
 * @param args the arguments of the call
 * @param policies the annotations, outermost first
 * @param run one attempt
 * @param lost attempts that ended with their process
 */
export function applyPolicies(
  table: PolicyTable,
  site: FunctionSite,
  args: readonly Slot[],
  policies: readonly Policy[],
  run: () => Outcome,
  lost: number,
): Outcome {
  const countsLost = policies.some(({ name, named }) => name === "retry" && named.on === undefined);
  let left = countsLost ? lost : 0;
  const attempt = (): Outcome => {
    if (left === 0) return run();
    left--;
    throw new ZixirError("workflow", `the process ended while ${site.name} was running`, {
      code: "E0613",
      hint: "zixir show RUN lists the attempts",
    });
  };
  return policies.reduceRight<() => Outcome>(
    (inner, policy) => () =>
      policy.name === "cache"
        ? cachedCall(site, args, policy, inner)
        : callPolicy(table, policy, inner),
    attempt,
  )();
}

/** `@cache(ttl: 1d)`: the value for this code and these arguments. */
function cachedCall(
  site: FunctionSite,
  args: readonly Slot[],
  policy: Policy,
  compute: () => Outcome,
): Outcome {
  const ttl = policy.args[0] ?? policy.named.ttl;
  const call = {
    name: site.name,
    code: site.hash,
    args: Object.fromEntries(args.map((arg, i) => [site.params[i], arg])),
  };
  const ttlMs = ttl instanceof Duration ? ttl.ms : undefined;
  const lookup = currentScope().world.constructors;
  return currentCache().cachedStep(call, { ttlMs, lookup }, async () => await compute());
}

function callPolicy(table: PolicyTable, policy: Policy, block: () => Outcome): Outcome {
  const entry = table(policy.name);
  if (entry === undefined) throw new Error(`the checker accepted @${policy.name}`);
  const { parameters } = parseNotation(entry.type, entry.effect);
  const names = parameters!.map(({ name }) => name);
  const args: unknown[] = names.slice(0, -1).map((name, i) =>
    raw(policy.args[i] ?? policy.named[name])
  );
  const waiting = entry.runAsync ?? entry.run;
  return (waiting as (...args: unknown[]) => Outcome)(...args, block);
}

/** Options are declared as `Float` where they are fractions; those arrive as raw doubles. */
function raw(value: Slot | undefined): unknown {
  return value instanceof Float ? value.value : value;
}
