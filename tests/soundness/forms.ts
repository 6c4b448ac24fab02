/**
 * Further forms of expressions: pipes, named arguments, casts, values of Any, errors, comprehensions
 * with patterns, and more of the library. They stand only where types are annotated or exact.
 *
 * @module
 */
import { Expressions } from "./expressions.ts";
import type { Name } from "./making.ts";
import { BOOL, FLOAT, INT, sameType, STRING, type Ty, typeText } from "./types.ts";

/** Makes further expressions. */
export abstract class Forms extends Expressions {
  protected override general(type: Ty, depth: number): string | null {
    if (this.inferring || this.random.chance(0.6)) return super.general(type, depth);
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const r = this.random;
    switch (r.int(0, 9)) {
      case 0:
        return r.chance(0.3)
          ? `(if ${sub(BOOL)}: ${this.raised(depth)} else: ${sub(type)})`
          : `(try: ${this.raised(depth)} catch e => ${sub(type)})`;
      case 1: {
        const kind = r.pick(["user", "index", "arithmetic", "odd"]);
        return `(try: ${sub(type)} catch {kind: "${kind}"} => ${sub(type)})`;
      }
      case 2:
        if (type.k === "Fn") return null;
        return `([${sub(type)}, ${this.mark()}][0] as ${typeText(type)})`;
      case 3:
        return this.tested(type, depth);
      case 4:
        return this.named(type, depth);
      case 5: {
        const from = this.type(1);
        const fn: Ty & { k: "Fn" } = { k: "Fn", params: [from], returns: type };
        return `(${sub(from)} |> ${this.told(fn, depth - 1)})`;
      }
      case 6:
        if (r.chance(0.1)) return `${sub({ k: "Map", of: type })}["${r.pick(["k", "a", "none"])}"]`;
        return type.k === "Option"
          ? `map.get({"k": ${sub(type)}}, "k")`
          : `(map.get(${sub({ k: "Map", of: type })}, "k") ?? ${sub(type)})`;
      case 7:
        return `([${sub(type)}] + ${sub({ k: "List", of: type })} |> list.take(${r.int(1, 3)}))[${
          r.pick([0, 0, -1, 1])
        }]`;
      case 8: {
        const { name } = this.bound(type);
        const list = sub({ k: "List", of: type });
        return `(match ${list} { [${name}, ..] => ${name}, _ => ${sub(type)} })`;
      }
      default:
        return null;
    }
  }

  /**
   * What stands beside a value to make a list of Any. Beside a text, what is not known of a value of a
   * generic type would become one; nil leaves it open.
   */
  protected mark(): string {
    return this.users.some((user) => user.isGeneric) ? "nil" : '"mark"';
  }

  protected raised(depth: number): string {
    const text = this.expr(STRING, Math.min(1, depth - 1));
    return this.random.pick([
      `raise ${text}`,
      `raise {kind: "odd", message: ${text}, data: ${this.expr(this.type(1), 0)}}`,
    ]);
  }

  /** A match on a value whose type only the run knows. */
  protected tested(type: Ty, depth: number): string {
    const r = this.random;
    const outer = this.names;
    const values = [this.expr(INT, 0), this.expr(FLOAT, 0), this.expr(STRING, 0), "nil", "[1, 2]"];
    const clauses = r.pick<readonly Ty[]>([[INT, STRING], [FLOAT, BOOL], [INT, FLOAT], [STRING]])
      .map((tested) => {
        const name = this.bound(tested);
        this.names = [...outer, name];
        const body = this.expr(type, depth - 2);
        this.names = outer;
        return `${name.name}: ${typeText(tested)} => ${body}`;
      });
    clauses.push(`_ => ${this.expr(type, depth - 2)}`);
    return `(match [${values.join(", ")}][${r.int(0, 4)}] { ${clauses.join(", ")} })`;
  }

  /** A call of a declared function with named arguments, arguments left out, or through a pipe. */
  protected named(type: Ty, depth: number): string | null {
    const r = this.random;
    const callable = this.functions.filter((f) => sameType(f.type.returns, type) && f.annotated);
    if (callable.length === 0) return null;
    const f = r.pick(callable);
    const count = r.int(f.least, f.params.length);
    const args = f.type.params.slice(0, count).map((param, i) =>
      i === 0 && param.k === "Int" ? String(r.int(-1, 5)) : this.expr(param, depth - 1)
    );
    if (count === 0) return `${f.name}()`;
    if (r.chance(0.3)) return `(${args[0]} |> ${f.name}(${args.slice(1).join(", ")}))`;
    const from = r.int(0, count);
    const written = args.map((arg, i) => i < from ? arg : `${f.params[i]}: ${arg}`);
    const tail = written.slice(from);
    if (r.chance(0.5)) tail.reverse();
    return `${f.name}(${[...written.slice(0, from), ...tail].join(", ")})`;
  }

  /** A list of pairs, and a pattern for one of them. */
  protected pairs(depth: number): { list: string; pattern: string; names: Name[] } {
    const r = this.random;
    const [left, right] = [this.type(1), this.type(1)];
    const list = (of: Ty): string => this.expr({ k: "List", of }, depth - 1);
    const bind = (type: Ty): Name => this.bound(type);
    const made = r.pick<() => { list: string; names: Name[] }>([
      () => ({ list: `zip(${list(left)}, ${list(right)})`, names: [bind(left), bind(right)] }),
      () => ({ list: `enumerate(${list(left)})`, names: [bind(INT), bind(left)] }),
      () => ({
        list: `map.to_pairs(${this.expr({ k: "Map", of: left }, depth - 1)})`,
        names: [bind(STRING), bind(left)],
      }),
    ])();
    return { ...made, pattern: `(${made.names.map(({ name }) => name).join(", ")})` };
  }

  protected override list(type: Ty & { k: "List" | "Option" }, depth: number): string {
    const r = this.random;
    if (this.inferring || r.chance(0.5)) return super.list(type, depth);
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const isOrdered = type.of.k === "Int" || type.of.k === "String";
    const fn = (from: Ty, returns: Ty): string =>
      this.told({ k: "Fn", params: [from], returns }, depth - 2);
    const from = this.type(1);
    return r.pick([
      () => `list.${r.pick(["take", "drop"])}(${sub(type)}, ${r.int(0, 3)})`,
      () => `list.flatten([${sub(type)}, ${sub(type)}])`,
      () => `list.flat_map(${sub({ k: "List", of: from })}, ${fn(from, type)})`,
      () => isOrdered ? `sort(${sub(type)})` : `reverse(${sub(type)})`,
      () => `sort_by(${sub(type)}, ${fn(type.of, r.pick([INT, STRING]))})`,
      () => `(${sub(type)} |> filter(${fn(type.of, BOOL)}) |> map(${fn(type.of, type.of)}))`,
      () => `values(${sub({ k: "Map", of: type.of })})`,
      () => `map(${r.int(-1, 1)}..${r.int(0, 3)}, ${fn(INT, type.of)})`,
      () => type.of.k === "String" ? `keys(${sub({ k: "Map", of: INT })})` : sub(type),
      () => {
        const outer = this.names;
        const pairs = this.pairs(depth - 1);
        this.names = [...outer, ...pairs.names];
        const name = this.bound(INT);
        const more = r.chance(0.4) ? ` for ${name.name} in 0..${r.int(0, 2)}` : "";
        if (more !== "") this.names = [...this.names, name];
        const filter = r.chance(0.4) ? ` if ${this.expr(BOOL, 1)}` : "";
        const body = sub(type.of);
        this.names = outer;
        return `[${body} for ${pairs.pattern} in ${pairs.list}${more}${filter}]`;
      },
    ])();
  }

  protected override specific(type: Ty, depth: number): string {
    const r = this.random;
    if (this.inferring || r.chance(0.7)) return super.specific(type, depth);
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    switch (type.k) {
      case "Int":
        return r.pick([
          () => `((${sub(INT)} % 10) ** ${r.int(0, 6)})`,
          () => `(reduce(0..${r.int(0, 4)}, ${sub(INT)}, (acc, i) => acc % 1000 + i))`,
          () => `len(${sub({ k: "Map", of: INT })})`,
          () => `list.count(${sub({ k: "List", of: INT })}, ${this.test(INT, depth)})`,
        ])();
      case "Float":
        return r.pick([
          () => `(${sub({ k: "Duration" })} / 30s)`,
          () => `(${sub({ k: "Size" })} / 64KB)`,
          () => `float(${sub(INT)})`,
        ])();
      case "Bool":
        return r.pick([
          () => `(${sub(STRING)} in ${sub({ k: "Map", of: INT })})`,
          () => `(${sub(STRING)} in ${sub(STRING)})`,
          () =>
            `(${sub({ k: "Duration" })} ${r.pick(["<", ">=", "=="])} ${sub({ k: "Duration" })})`,
          () => `(${sub({ k: "Option", of: INT })} == nil)`,
        ])();
      case "String":
        return r.pick([
          () => `(try: {${this.raised(depth)}; ""} catch e => e.kind)`,
          () => `(try: raise ${this.literal(STRING)} catch e => e.message)`,
          () => `join(${sub({ k: "List", of: STRING })}, "-")`,
          () => `"${r.pick(["a", ""])}\${${sub(this.type(1))}}-\${${sub(INT)}}"`,
        ])();
      case "Option":
        return r.pick([
          () => `map.get(${sub({ k: "Map", of: type.of })}, ${r.pick(['"k"', '"none"'])})`,
          () => {
            const fields = [["a", type.of], ["b", INT]] as const;
            const list = sub({ k: "List", of: { k: "Record", fields } });
            return `list.get(${list}, ${r.int(0, 2)})?.a`;
          },
          () => `(if ${sub(BOOL)}: ${sub(type.of)})`,
          () => "nil",
        ])();
      default:
        return super.specific(type, depth);
    }
  }
}
