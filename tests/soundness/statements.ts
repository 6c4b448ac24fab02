/**
 * Random statements: bindings, assignments, loops, and functions inside of blocks.
 *
 * @module
 */
import { Forms } from "./forms.ts";
import { hasOption } from "./helpers.ts";
import { BOOL, INT, type Ty, typeText } from "./types.ts";

/** Makes statements. */
export abstract class Statements extends Forms {
  /** An expression or a block. */
  protected body(type: Ty, depth: number): string {
    return this.random.chance(0.4) ? this.block(type, depth) : this.expr(type, depth);
  }

  protected override block(type: Ty, depth: number): string {
    const outer = this.names;
    this.names = [...outer];
    const lines: string[] = [];
    for (let i = this.random.int(1, 2); i > 0; i--) lines.push(...this.statement(depth - 1));
    lines.push(this.expr(type, depth - 1));
    this.names = outer;
    return `{\n${lines.join("\n")}\n}`;
  }

  protected statement(depth: number): string[] {
    const r = this.random;
    this.budget -= 2;
    const variables = this.names.filter((n) => n.mutable);
    switch (r.int(0, 12)) {
      case 0:
      case 1: {
        const type = this.type(2);
        const name = this.fresh("v");
        const annotation = hasOption(type) || r.chance(0.4) ? `: ${typeText(type)}` : "";
        const line = `var ${name}${annotation} = ${this.expr(type, depth)}`;
        this.names = [...this.names, { name, type, mutable: true }];
        return [line];
      }
      case 2:
        if (variables.length > 0) {
          const { name, type } = r.pick(variables);
          if (r.chance(0.4) && (type.k === "Int" || type.k === "Float" || type.k === "String")) {
            const op = type.k === "String" ? "+" : r.pick(["+", "-", "*"]);
            const value = type.k === "Int" ? `(${this.expr(type, 1)} % 100)` : this.expr(type, 1);
            if (type.k !== "String" || this.loopDepth === 0) return [`${name} ${op}= ${value}`];
          }
          if (type.k === "List" && r.chance(0.7)) {
            const item = this.expr(type.of, depth - 1);
            return [r.chance(0.5) ? `${name} += [${item}]` : `${name} = ${name} + [${item}]`];
          }
          return [`${name} = ${this.expr(type, depth)}`];
        }
        break;
      case 3:
        if (depth > 0 && this.budget > 0 && this.loopDepth < 2) return [this.for(depth)];
        break;
      case 4:
        if (depth > 0 && this.budget > 0) {
          const outer = this.names;
          const then = this.statement(depth - 1);
          this.names = outer;
          const otherwise = this.statement(depth - 1);
          this.names = outer;
          const condition = this.expr(BOOL, 1);
          return [`if ${condition} {`, ...then, "} else {", ...otherwise, "}"];
        }
        break;
      case 5: {
        const params = [this.type(1)];
        const returns = this.type(1);
        const name = this.fresh("g");
        const type: Ty = { k: "Fn", params, returns };
        const line = `let ${name} = ${this.lambda(type, depth)}`;
        this.names = [...this.names, { name, type, mutable: false }];
        return [line];
      }
      case 6:
        return [this.destructuring(depth)];
      case 9:
        if (depth > 0 && this.budget > 0 && this.loopDepth < 2) return this.while(depth);
        break;
      case 10:
        if (!this.inferring) return this.changer(depth);
        break;
      case 11:
        if (this.returning !== null && depth > 0) {
          return [`if ${this.expr(BOOL, 1)} { return ${this.expr(this.returning, depth - 1)} }`];
        }
        break;
      case 12:
        if (!this.inferring && this.budget > 0) return [this.inner(depth)];
        break;
    }
    const type = this.type(2);
    const name = this.fresh("x");
    const annotation = r.chance(0.3) ? `: ${typeText(type)}` : "";
    const line = `let ${name}${annotation} = ${this.expr(type, depth)}`;
    this.names = [...this.names, { name, type, mutable: false }];
    return [line];
  }

  /** A loop that counts down, whatever else it does. */
  protected while(depth: number): string[] {
    const r = this.random;
    const outer = this.names;
    const name = this.fresh("k");
    this.names = [...outer, { name, type: INT, mutable: false }];
    this.loopDepth++;
    const lines: string[] = [];
    for (let i = r.int(1, 2); i > 0; i--) lines.push(...this.statement(depth - 1));
    if (r.chance(0.2)) lines.push(`if ${this.expr(BOOL, 1)} { ${r.pick(["break", "continue"])} }`);
    this.loopDepth--;
    this.names = outer;
    return [
      `var ${name} = ${r.int(0, 3)}`,
      `while ${name} > 0 {`,
      `${name} -= 1`,
      ...lines,
      "}",
    ];
  }

  /** A function that changes a variable around it, and gives what it is then. */
  protected changer(depth: number): string[] {
    const type = this.type(1);
    const state = { name: this.fresh("c"), type, mutable: true };
    const name = this.fresh("g");
    const first = `var ${state.name}: ${typeText(type)} = ${this.expr(type, depth - 1)}`;
    const outer = this.names;
    const given = { name: this.fresh("y"), type, mutable: false };
    this.names = [...outer, state, given];
    const { returning } = this;
    this.returning = null;
    const next = this.expr(type, 1);
    const result = this.expr(type, 0);
    this.returning = returning;
    const line = `let ${name} = (fn(${given.name}: ${typeText(type)}) -> ${typeText(type)} {` +
      ` ${state.name} = ${next}; ${result} })`;
    this.names = [
      ...outer,
      state,
      { name, type: { k: "Fn", params: [type], returns: type }, mutable: false },
    ];
    return [first, line];
  }

  /** A function declared in a block, which sees what is around it. */
  protected inner(depth: number): string {
    const params = [this.type(1), this.type(0)];
    const returns = this.type(1);
    const name = this.fresh("l");
    const outer = this.names;
    const given = params.map((type) => ({ name: this.fresh("q"), type, mutable: false }));
    this.names = [...outer, ...given];
    const { returning, loopDepth } = this;
    this.returning = returns;
    const body = this.body(returns, depth);
    this.returning = returning;
    this.loopDepth = loopDepth;
    const head = given.map((p) => `${p.name}: ${typeText(p.type)}`).join(", ");
    this.names = [...outer, { name, type: { k: "Fn", params, returns }, mutable: false }];
    return `fn ${name}(${head}) -> ${typeText(returns)}: ${body}`;
  }

  protected destructuring(depth: number): string {
    if (!this.inferring && this.random.chance(0.5)) {
      const type = this.random.pick<Ty>([
        { k: "Record", fields: [["a", this.type(1)], ["b", this.type(0)]] },
        { k: "Tuple", items: [this.type(0), { k: "Tuple", items: [this.type(0), this.type(1)] }] },
      ]);
      const { pattern, names } = this.surePattern(type);
      const line = `let ${pattern} = ${this.expr(type, depth)}`;
      this.names = [...this.names, ...names];
      return line;
    }
    const types = [this.type(1), this.type(1)];
    const names = types.map((type) => ({ name: this.fresh("d"), type, mutable: false }));
    const value = this.expr({ k: "Tuple", items: types }, depth);
    const line = `let (${names.map((n) => n.name).join(", ")}) = ${value}`;
    this.names = [...this.names, ...names];
    return line;
  }

  protected for(depth: number): string {
    const r = this.random;
    const outer = this.names;
    const name = this.fresh("i");
    const overList = r.chance(0.4);
    const type = overList ? this.type(1) : INT;
    const iterable = overList
      ? this.expr({ k: "List", of: type }, 1)
      : `${r.int(-2, 2)}..${r.chance(0.3) ? "=" : ""}${r.int(1, 4)}`;
    const pairs = overList && !this.inferring && r.chance(0.4) ? this.pairs(1) : null;
    this.names = pairs === null
      ? [...outer, { name, type, mutable: false }]
      : [...outer, ...pairs.names];
    this.loopDepth++;
    const lines: string[] = [];
    for (let i = r.int(1, 2); i > 0; i--) lines.push(...this.statement(depth - 1));
    if (r.chance(0.2)) lines.push(`if ${this.expr(BOOL, 1)} { ${r.pick(["break", "continue"])} }`);
    for (let i = r.int(0, 1); i > 0; i--) lines.push(...this.statement(depth - 1));
    this.loopDepth--;
    this.names = outer;
    const head = pairs === null ? `${name} in ${iterable}` : `${pairs.pattern} in ${pairs.list}`;
    return `for ${head} {\n${lines.join("\n")}\n}`;
  }
}
