/**
 * Random expressions: each is made for a wanted type, from the names in sight.
 *
 * @module
 */
import { hasOption } from "./helpers.ts";
import type { Name } from "./making.ts";
import { PatternForms } from "./pattern_forms.ts";
import { BOOL, FLOAT, INT, sameType, STRING, type Ty, typeText } from "./types.ts";

/** Makes expressions. */
export abstract class Expressions extends PatternForms {
  /** An expression of exactly this type. */
  override expr(type: Ty, depth: number): string {
    const r = this.random;
    this.budget--;
    const small = depth <= 0 || this.budget <= 0;
    const inSight = this.names.filter((n) => sameType(n.type, type));
    if (inSight.length > 0 && r.chance(small ? 0.8 : 0.25)) return r.pick(inSight).name;
    if (small) return this.literal(type);
    const general = this.general(type, depth);
    if (general !== null) return general;
    return this.specific(type, depth);
  }

  protected override lambda(type: Ty & { k: "Fn" }, depth: number): string {
    return this.made(type, depth, true);
  }

  /** A function value where a call says what it is given, so that it may go without types. */
  protected told(type: Ty & { k: "Fn" }, depth: number): string {
    const isPlain = !this.inferring && this.random.chance(0.6) &&
      !type.params.some(hasOption) && !hasOption(type.returns);
    return this.made(type, depth, !isPlain);
  }

  protected made(type: Ty & { k: "Fn" }, depth: number, isTyped: boolean): string {
    const outer = this.names;
    const params = type.params.map((param) => ({
      name: this.fresh("y"),
      type: param,
      mutable: false,
    }));
    this.names = [...outer, ...params];
    const { returning } = this;
    this.returning = null;
    const head = params.map((p) => `${p.name}: ${typeText(p.type)}`).join(", ");
    const body = this.expr(type.returns, depth);
    this.names = outer;
    this.returning = returning;
    if (!isTyped) return `((${params.map(({ name }) => name).join(", ")}) => ${body})`;
    return `(fn(${head}) -> ${typeText(type.returns)}: ${body})`;
  }

  /** Forms that can have any type. */
  protected general(type: Ty, depth: number): string | null {
    const r = this.random;
    switch (r.int(0, 15)) {
      case 0:
        return `(if ${this.expr(BOOL, depth - 1)}: ${this.expr(type, depth - 1)} else: ${
          this.expr(type, depth - 1)
        })`;
      case 1:
        return this.match(type, depth);
      case 2: {
        const callable = this.functions.filter((f) =>
          sameType(f.type.returns, type) && !(this.inferring && f.type.params.some(hasOption))
        );
        if (callable.length === 0) return null;
        const f = r.pick(callable);
        const args = f.type.params.map((param, i) => {
          // A first Int parameter may count a recursion down.
          if (i === 0 && param.k === "Int") return String(r.int(-1, 5));
          return f.annotated ? this.argument(param, depth - 1) : this.expr(param, depth - 1);
        });
        return `${f.name}(${args.join(", ")})`;
      }
      case 3: {
        const callable = this.names.filter((n) =>
          n.type.k === "Fn" && sameType(n.type.returns, type)
        );
        if (callable.length === 0) return null;
        const f = r.pick(callable);
        const params = (f.type as Ty & { k: "Fn" }).params;
        return `${f.name}(${params.map((param) => this.expr(param, depth - 1)).join(", ")})`;
      }
      case 4: {
        const list = this.expr({ k: "List", of: type }, depth - 1);
        return `${list}[${r.pick([0, 0, -1, -1, 1, 2, -2])}]`;
      }
      case 5: {
        const other = this.type(1);
        const items = r.chance(0.5) ? [type, other] : [other, type];
        const at = sameType(items[0], type) ? 0 : 1;
        return `${this.expr({ k: "Tuple", items }, depth - 1)}.${at}`;
      }
      case 6: {
        const fields = [["a", type], ["b", this.type(0)]] as const;
        return `${this.expr({ k: "Record", fields }, depth - 1)}.a`;
      }
      case 7:
        if (type.k === "Option") return null;
        return `(${this.subject({ k: "Option", of: type }, depth - 1)} ?? ${
          this.expr(type, depth - 1)
        })`;
      case 8:
        return `(try: ${this.expr(type, depth - 1)} catch e => ${this.expr(type, depth - 1)})`;
      case 9: {
        const item = this.type(1);
        const list = this.expr({ k: "List", of: item }, depth - 1);
        const init = this.expr(type, depth - 1);
        const fn: Ty & { k: "Fn" } = { k: "Fn", params: [type, item], returns: type };
        return `reduce(${list}, ${init}, ${this.told(fn, depth - 2)})`;
      }
      case 10:
        return this.blockValue(type, depth);
      case 11:
      case 12:
        return this.helperCall(type, depth);
      default:
        return null;
    }
  }

  /** A call of a generic function at this type. */
  protected helperCall(type: Ty, depth: number): string | null {
    const fitting = this.helpers.filter((helper) => helper.fits(type));
    if (fitting.length === 0) return null;
    const part = (t: Ty): string =>
      t.k === "Fn" ? this.lambda(t, depth - 2) : this.expr(t, depth - 1);
    return this.random.pick(fitting).call(type, part, this.random);
  }

  protected blockValue(type: Ty, depth: number): string {
    return `(if true ${this.block(type, depth)} else { ${this.literal(type)} })`;
  }

  /** An argument of a declared function: an Int may be given for a Float. */
  protected argument(type: Ty, depth: number): string {
    if (type.k === "Float" && !this.inferring && this.random.chance(0.3)) {
      return this.expr(INT, depth);
    }
    return this.expr(type, depth);
  }

  protected match(type: Ty, depth: number): string {
    const r = this.random;
    const users = this.inferring ? [] : this.users;
    const subjectType = r.pick<Ty>([
      INT,
      { k: "List", of: r.pick([INT, FLOAT, STRING]) },
      { k: "Tuple", items: [INT, BOOL] },
      { k: "Option", of: r.pick([INT, FLOAT]) },
      ...users.map((user) => this.userOf(user)),
      ...users.map((user) => this.userOf(user)),
    ]);
    const subject = this.subject(subjectType, depth - 1);
    const made = !this.inferring && r.chance(0.5)
      ? Array.from({ length: r.int(1, 3) }, () => this.pattern(subjectType, 2))
      : this.clauses(subjectType);
    const clauses = made.map(({ pattern, names }) => {
      const outer = this.names;
      this.names = [...outer, ...names];
      const guard = r.chance(0.15) ? ` if ${this.expr(BOOL, 1)}` : "";
      const body = this.expr(type, depth - 1);
      this.names = outer;
      return `${pattern}${guard} => ${body}`;
    });
    clauses.push(`_ => ${this.expr(type, depth - 1)}`);
    return `(match ${subject} {\n${clauses.join(",\n")}\n})`;
  }

  /** A value of a type, or for an option something that the checker too takes for one. */
  protected subject(type: Ty, depth: number): string {
    if (type.k !== "Option") return this.expr(type, depth);
    return `list.get(${this.expr({ k: "List", of: type.of }, depth)}, ${this.random.int(-1, 2)})`;
  }

  protected clauses(type: Ty): { readonly pattern: string; readonly names: readonly Name[] }[] {
    const r = this.random;
    const bind = (of: Ty): Name => ({ name: this.fresh("m"), type: of, mutable: false });
    switch (type.k) {
      case "Int":
        return [
          { pattern: `${r.int(-1, 3)}`, names: [] },
          { pattern: `${r.int(-3, 0)}..${r.int(1, 5)}`, names: [] },
          { pattern: "10 | 20", names: [] },
        ];
      case "List": {
        const head = bind(type.of);
        const rest = bind(type);
        const last = bind(type.of);
        return r.pick([
          [{ pattern: "[]", names: [] }, {
            pattern: `[${head.name}, ..${rest.name}]`,
            names: [head, rest],
          }],
          [{ pattern: `[${head.name}, .., ${last.name}]`, names: [head, last] }],
          [{ pattern: `[${head.name}, ${last.name}]`, names: [head, last] }],
        ]);
      }
      case "Tuple": {
        const whole = bind(type);
        const first = bind(type.items[0]);
        return [
          { pattern: `(${r.int(0, 2)}, _)`, names: [] },
          { pattern: `(${first.name}, true) as ${whole.name}`, names: [first, whole] },
        ];
      }
      case "Option":
        return [{ pattern: "nil", names: [] }];
      case "User": {
        const shown = this.constructorsOf(type).filter(() => r.chance(0.8));
        return shown.map((c) => {
          const names = c.fields.map(bind);
          const pattern = names.length === 0
            ? c.name
            : `${c.name}(${names.map((n) => n.name).join(", ")})`;
          return { pattern, names };
        });
      }
      default:
        return [];
    }
  }

  protected specific(type: Ty, depth: number): string {
    const r = this.random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    switch (type.k) {
      case "Int":
        return r.pick([
          () => `(${sub(INT)} ${r.pick(["+", "-", "*"])} ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["+", "-"])} ${sub(INT)} * ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["//", "%"])} ${r.pick([3, 7, -2, 10, 1000])})`,
          () => `(${sub(INT)} ${r.pick(["//", "%"])} ${sub(INT)})`,
          () => `(-${sub(INT)})`,
          () => `len(${sub({ k: "List", of: this.type(1) })})`,
          () => `len(${sub(STRING)})`,
          () => `sum(${sub({ k: "List", of: INT })})`,
        ])();
      case "Float":
        return r.pick([
          () => `(${sub(FLOAT)} ${r.pick(["+", "-", "*"])} ${sub(FLOAT)})`,
          () => `(${sub(FLOAT)} ${r.pick(["+", "-", "*"])} ${sub(INT)})`,
          () => `(${sub(INT)} ${r.pick(["+", "-", "*"])} ${sub(FLOAT)})`,
          () => `(${sub(INT)} / ${sub(INT)})`,
          () => `(${sub(FLOAT)} / ${sub(FLOAT)})`,
          () => `(${sub(FLOAT)} ${r.pick(["//", "%"])} ${r.pick(["2.0", "-1.5", "0.25"])})`,
          () => `(-${sub(FLOAT)})`,
        ])();
      case "Bool":
        return this.condition(depth);
      case "String":
        return r.pick([
          () => `(${sub(STRING)} + ${sub(STRING)})`,
          () => `"<\${${sub(this.type(1))}}>"`,
          () => `str(${sub(this.type(1))})`,
        ])();
      case "List":
        return this.list(type, depth);
      case "Option":
        return r.pick([
          () => sub(type.of),
          () => `list.get(${sub({ k: "List", of: type.of })}, ${r.int(-1, 2)})`,
          () => `list.first(${sub({ k: "List", of: type.of })})`,
        ])();
      case "Record": {
        if (r.chance(0.3)) {
          const [name, field] = r.pick(type.fields);
          return `{...${sub(type)}, ${name}: ${sub(field)}}`;
        }
        return this.literalOf(type, sub);
      }
      case "Duration":
      case "Size":
        return this.quantity(type.k, depth);
      case "Map":
        return this.map(type, depth);
      case "Fn":
        return this.lambda(type, depth - 1);
      default:
        return this.literalOf(type, sub);
    }
  }

  /** Arithmetic with a unit. */
  protected quantity(k: "Duration" | "Size", depth: number): string {
    const r = this.random;
    const type: Ty = { k };
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    return r.pick([
      () => `(${sub(type)} ${r.pick(["+", "-"])} ${sub(type)})`,
      () => `(${sub(type)} * ${r.int(0, 5)})`,
      () => `(${r.pick(["2", "0.5", "-1"])} * ${sub(type)})`,
      () => `(${sub(type)} / ${r.pick(["2", "4", "0.5"])})`,
      () => `sum(${sub({ k: "List", of: type })})`,
      () => this.literal(type),
    ])();
  }

  protected map(type: Ty & { k: "Map" }, depth: number): string {
    const r = this.random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    return r.pick([
      () => this.literalOf(type, sub),
      () => `{"a": ${sub(type.of)}, "b c": ${sub(type.of)}}`,
      () => `map.set(${sub(type)}, ${sub(STRING)}, ${sub(type.of)})`,
      () => `map.merge(${sub(type)}, ${sub(type)})`,
      () => `map.from_pairs([(${sub(STRING)}, ${sub(type.of)})])`,
    ])();
  }

  protected condition(depth: number): string {
    const r = this.random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const compared = this.type(1);
    const listed = r.pick([INT, FLOAT, STRING]);
    return r.pick([
      () => `(${sub(INT)} ${r.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub(INT)})`,
      () => `(${sub(FLOAT)} ${r.pick(["<", "<=", ">", ">=", "==", "!="])} ${sub(FLOAT)})`,
      () => `(${sub(INT)} ${r.pick(["<", ">=", "=="])} ${sub(FLOAT)})`,
      () => `(${sub(STRING)} ${r.pick(["<", "<=", ">", ">="])} ${sub(STRING)})`,
      () => `(${sub(compared)} ${r.pick(["==", "!="])} ${sub(compared)})`,
      () => `(${sub(BOOL)} ${r.pick(["&&", "||"])} ${sub(BOOL)})`,
      () => `(!${sub(BOOL)})`,
      () => `(${sub(listed)} in ${sub({ k: "List", of: listed })})`,
      () => `${r.pick(["any", "all"])}(${sub({ k: "List", of: INT })}, ${this.test(INT, depth)})`,
    ])();
  }

  protected test(type: Ty, depth: number): string {
    return this.told({ k: "Fn", params: [type], returns: BOOL }, depth - 2);
  }

  protected list(type: Ty & { k: "List" | "Option" }, depth: number): string {
    const r = this.random;
    const sub = (t: Ty): string => this.expr(t, depth - 1);
    const from = this.type(1);
    return r.pick([
      () => this.literalOf(type, sub),
      () => `(${sub(type)} + ${sub(type)})`,
      () => {
        const fn: Ty & { k: "Fn" } = { k: "Fn", params: [from], returns: type.of };
        return `map(${sub({ k: "List", of: from })}, ${this.told(fn, depth - 1)})`;
      },
      () => `filter(${sub(type)}, ${this.test(type.of, depth)})`,
      () => `reverse(${sub(type)})`,
      () => {
        const outer = this.names;
        const name = this.fresh("c");
        const list = sub({ k: "List", of: from });
        this.names = [...outer, { name, type: from, mutable: false }];
        const filter = r.chance(0.4) ? ` if ${this.expr(BOOL, 1)}` : "";
        const body = sub(type.of);
        this.names = outer;
        return `[${body} for ${name} in ${list}${filter}]`;
      },
    ])();
  }
}
