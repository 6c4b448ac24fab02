/**
 * Random programs that are well typed by construction.
 *
 * Every expression is made for a wanted type, from the names in sight. Programs always end: loops
 * run over small ranges, and recursion counts down.
 *
 * @module
 */
import { HELPERS } from "./helpers.ts";
import type { Name } from "./making.ts";
import { Choices } from "./random.ts";
import { Statements } from "./statements.ts";
import { FLOAT, INT, type Ty, typeText } from "./types.ts";

/** A program for a seed. */
export function generateProgram(seed: number): string {
  return new Generator(new Choices(seed)).program();
}
/** Makes declarations and statements. */
class Generator extends Statements {
  program(): string {
    const r = this.random;
    const lines: string[] = [];
    for (let i = r.int(0, 2); i > 0; i--) lines.push(this.userType());
    this.helpers = HELPERS.filter(() => r.chance(0.4));
    for (const { text } of this.helpers) lines.push(text);
    for (let i = r.int(1, 3); i > 0; i--) lines.push(this.function());
    const statements = r.int(2, 6);
    for (let i = 0; i < statements; i++) lines.push(...this.statement(2));
    const grown: string[] = [];
    for (let i = r.int(0, 2); i > 0; i--) {
      const { name, text } = this.growing();
      grown.push(name);
      lines.push(...text);
    }
    const shown = this.names.slice(-4).filter((n) => n.type.k !== "Fn").map((n) => n.name);
    const last = this.expr(this.type(2), 3);
    lines.push(`(${[...shown, ...grown, last, "0"].join(", ")})`);
    return lines.join("\n");
  }

  /**
   * Empty maps and lists that grow by values of unlike types, also one by way of another. The checker
   * finds out what they hold, so their names are not used in expressions that want a type.
   */
  protected growing(): { name: string; text: string[] } {
    const r = this.random;
    const isMap = r.chance(0.6);
    const names = [this.fresh("w"), this.fresh("w")];
    const types = [this.type(1), this.type(1)];
    const grow = (): string => {
      const value = this.expr(r.pick(types), 0);
      const from = r.pick(names);
      if (!isMap) return `${r.pick(names)} = ${from} + [${value}]`;
      const key = r.pick(["a", "b", "c"]);
      const more = r.pick([
        `map.set(${from}, "${key}", ${value})`,
        `map.set(map.set(${from}, "z", ${value}), "${key}", ${this.expr(r.pick(types), 0)})`,
        `{...${from}, ${key}: ${value}}`,
      ]);
      return `${r.pick(names)} = ${more}`;
    };
    const text = names.map((name) => `var ${name} = ${isMap ? "{}" : "[]"}`);
    const steps = Array.from({ length: r.int(1, 4) }, grow);
    if (r.chance(0.5)) text.push(...steps);
    else text.push(`for ${this.fresh("i")} in 0..${r.int(1, 3)} {`, ...steps, "}");
    if (!r.chance(0.3)) return { name: names[0], text };
    const made = this.fresh("h");
    return {
      name: `${made}()`,
      text: [`fn ${made}() {`, ...text, names[0], "}"],
    };
  }

  protected userType(): string {
    const r = this.random;
    const name = this.fresh("T");
    const count = r.int(2, 4);
    const isGeneric = r.chance(0.3);
    const args: Ty[] = isGeneric ? [{ k: "Param" }] : [];
    const constructors = [];
    for (let i = 0; i < count; i++) {
      const fields: Ty[] = [];
      for (let f = r.int(0, 2); f > 0; f--) {
        // The first constructor is never recursive, so that values end.
        const recursive = i > 0 && r.chance(0.3);
        if (recursive) fields.push({ k: "User", name, args });
        else fields.push(isGeneric && r.chance(0.5) ? { k: "Param" } : this.type(1));
      }
      constructors.push({ name: `${name}C${i}`, fields });
    }
    this.users.push({ name, isGeneric, constructors });
    const text = constructors.map((c) =>
      c.fields.length === 0 ? c.name : `${c.name}(${c.fields.map(typeText).join(", ")})`
    );
    return `type ${name}${isGeneric ? "<T>" : ""} = ${text.join(" | ")}`;
  }

  protected function(): string {
    const r = this.random;
    const name = this.fresh("f");
    const recursive = r.chance(0.3);
    const annotated = recursive || r.chance(0.6);
    this.inferring = !annotated;
    const params: Name[] = [];
    if (recursive) params.push({ name: this.fresh("n"), type: INT, mutable: false });
    for (let i = r.int(recursive ? 0 : 1, 2); i > 0; i--) {
      params.push({ name: this.fresh("p"), type: this.type(1), mutable: false });
    }
    const returns = this.type(1);
    const type = { k: "Fn" as const, params: params.map((p) => p.type), returns };
    const outer = this.names;
    this.names = [...params];
    // What a parameter is used for may not say its type, so most are annotated.
    // The last ones may be left out.
    const least = annotated && r.chance(0.3) ? params.length - 1 : params.length;
    const head = params.map((p, i) => {
      const plain = annotated ? `${p.name}: ${typeText(p.type)}` : p.name;
      if (i < least) return plain;
      return `${plain} = ${recursive && i === 0 ? r.int(-1, 5) : this.literal(p.type)}`;
    }).join(", ");
    let body: string;
    if (recursive) {
      const again = params.map((p, i) => i === 0 ? `${p.name} - 1` : this.expr(p.type, 1));
      const call = `${name}(${again.join(", ")})`;
      const rest = r.chance(0.5) ? call : this.around(call, returns);
      body = `if ${params[0].name} <= 0: ${this.expr(returns, 2)} else: ${rest}`;
    } else {
      this.returning = annotated ? returns : null;
      body = this.body(returns, 3);
      this.returning = null;
    }
    this.names = outer;
    this.inferring = false;
    this.functions.push({ name, type, annotated, params: params.map((p) => p.name), least });
    return `fn ${name}(${head})${annotated ? ` -> ${typeText(returns)}` : ""}: ${body}`;
  }

  /** An expression of the type around a call, so that it is no tail call. */
  protected around(call: string, type: Ty): string {
    switch (type.k) {
      case "Int":
        return `(${call} % 1000 + ${this.expr(INT, 1)})`;
      case "Float":
        return `(${call} + ${this.expr(FLOAT, 1)})`;
      case "String":
        return `("-" + ${call})`;
      case "Bool":
        return `(!${call})`;
      default:
        return call;
    }
  }
}
