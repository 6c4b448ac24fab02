/**
 * Patterns as conditions on the subject, followed by constants for the names they bind.
 *
 * Nothing is allocated to match: a test reads fields in place, and parts that are read more than
 * once are held in temporaries assigned inside the condition.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type { Ident, LiteralPattern, Pattern } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { resolve, type Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { mark } from "./code.ts";
import { needsConversion } from "./convert.ts";
import { descriptor } from "./descriptor.ts";
import { propertyAccess } from "./literal.ts";
import { atom, computed, repOf, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { elementOf, hasIdentityEquality, isCon, listKind } from "./shape.ts";

/** A pattern made ready. */
export interface PatternTest {
  /** JS condition; null when every value fits. */
  readonly test: string | null;
  /** Writes the constants of the names; called where the condition holds. */
  bind(): void;
}

/** A name to bind and the value it gets. */
interface Binding {
  readonly symbol: LocalSymbol;
  readonly value: Value;
  readonly type: Type;
}

/**
 * Prepares a pattern.
 *
 * @param subject an atom
 * @param type the static type of the subject
 */
export function patternTest(
  scope: Scope,
  pattern: Pattern,
  subject: Value,
  type: Type,
): PatternTest {
  const matcher = new Matcher(scope);
  matcher.visit(pattern, subject, type);
  const test = matcher.tests.length === 0 ? null : matcher.tests.join(" && ");
  return { test, bind: () => matcher.bindings.forEach((binding) => declare(scope, binding)) };
}

/** Binds the names of a pattern, or raises kind `match` where the value does not fit. */
export function bindPattern(scope: Scope, pattern: Pattern, subject: Value, type: Type): void {
  const { test, bind } = patternTest(scope, pattern, subject, type);
  if (test !== null) {
    const slot = as(scope, subject, "slot");
    const failure = `${mark(pattern.span)}${scope.unit.helper("noBinding")}(${slot.code}, ${
      JSON.stringify(scope.unit.textOf(pattern.span))
    })`;
    scope.emit(`if (!(${test})) throw ${failure};`);
  }
  bind();
}

function declare(scope: Scope, { symbol, value, type }: Binding): void {
  const typed = as(scope, value, repOf(type));
  const held = as(scope, typed, repOf(scope.unit.typeOfLocal(symbol)));
  if (value.range !== null) scope.ranges.set(symbol.id, value.range);
  scope.emit(`const ${scope.unit.localName(symbol)} = ${held.code};`);
}

/** Collects the tests and bindings of one pattern, in the order in which they must be made. */
class Matcher {
  readonly tests: string[] = [];
  bindings: Binding[] = [];
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  visit(pattern: Pattern, subject: Value, type: Type): void {
    switch (pattern.kind) {
      case "wildcard":
        return;
      case "bind":
        this.#bind(pattern, subject, type);
        return;
      case "literal":
        this.tests.push(this.#literal(pattern, subject, type));
        return;
      case "rangePattern": {
        const from = integer(pattern.start);
        const to = integer(pattern.end);
        const end = pattern.inclusive ? "<=" : "<";
        if (isCon(type, "Int")) {
          this.tests.push(`${subject.code} >= ${from} && ${subject.code} ${end} ${to}`);
        } else {
          const slot = this.#slot(subject);
          this.tests.push(
            this.#helper("inRange", pattern.span, slot, from, to, String(pattern.inclusive)),
          );
        }
        return;
      }
      case "listPattern":
        this.#list(pattern, subject, type);
        return;
      case "tuplePattern":
        this.#tuple(pattern, subject, type);
        return;
      case "recordPattern":
        this.#record(pattern, subject, type);
        return;
      case "constructorPattern":
        this.#variant(pattern, subject, type);
        return;
      case "orPattern":
        this.#alternatives(pattern.options, subject, type);
        return;
      case "asPattern":
        this.#bind(pattern.name, subject, type);
        this.visit(pattern.pattern, subject, type);
        return;
      case "typePattern": {
        const target = this.#scope.unit.typeOfAnnotation(pattern.type);
        if (
          !needsConversion(type, target) && resolve(type).kind !== "var" && !isCon(type, "Num") &&
          !isCon(type, "Option")
        ) {
          this.visit(pattern.pattern, subject, type);
          return;
        }
        const slot = this.#slot(subject);
        this.tests.push(
          this.#helper("fits", pattern.span, slot, descriptor(this.#scope.unit, target)),
        );
        this.visit(pattern.pattern, as(this.#scope, atom(slot), repOf(target)), target);
        return;
      }
      case "invalid":
        throw new Error("a file with syntax errors is not compiled");
    }
  }

  #bind(place: Pattern | Ident, subject: Value, type: Type): void {
    const symbol = this.#scope.unit.checked.bindingOf(place);
    this.bindings.push({ symbol, value: subject, type });
  }

  #literal(pattern: LiteralPattern, subject: Value, type: Type): string {
    const { value } = pattern;
    const { code } = subject;
    switch (value.kind) {
      case "nil":
        return `${code} === null`;
      case "bool":
        if (isCon(type, "Bool")) return value.value ? code : `!${code}`;
        return `${code} === ${value.value}`;
      case "string":
        return `${code} === ${JSON.stringify(value.parts.join(""))}`;
      case "int":
        if (hasIdentityEquality(type)) return `${code} === ${integer(value.value)}`;
        if (subject.rep === "f64") return `${code} === ${Number(value.value)}`;
        return this.#helper("equal", pattern.span, code, integer(value.value));
      case "float": {
        const literal = Object.is(value.value, -0) ? "-0" : String(value.value);
        if (subject.rep === "f64") return `${code} === ${literal}`;
        const boxed = `${this.#scope.unit.helper("box")}(${literal})`;
        return this.#helper("equal", pattern.span, code, boxed);
      }
      case "duration":
      case "size": {
        const Class = this.#scope.unit.helper(value.kind === "duration" ? "Duration" : "Size");
        const amount = value.kind === "duration" ? value.ms : value.bytes;
        const constant = this.#scope.unit.link(`new ${Class}(${amount})`, value.kind);
        return this.#helper("equal", pattern.span, code, constant);
      }
    }
  }

  #list(pattern: Extract<Pattern, { kind: "listPattern" }>, subject: Value, type: Type): void {
    const element = elementOf(type);
    const xs = this.#slot(subject);
    if (element === null) this.tests.push(this.#helper("isListValue", pattern.span, xs));
    const count = pattern.before.length + pattern.after.length;
    const cursor = this.#scope.cursorOf(xs);
    const start = cursor === undefined ? "" : `${cursor.offset} + `;
    if (pattern.rest === null) this.tests.push(`${xs}.length === ${start}${count}`);
    else if (count > 0) this.tests.push(`${xs}.length >= ${start}${count}`);
    const kind = element === null ? "mixed" : listKind(element);
    const part = element ?? ANY;
    const at = (index: string): Value => {
      if (kind === "f64") return computed(`${xs}[${index}]`, "f64", { pure: true });
      if (kind === "plain") return computed(`${xs}[${index}]`, "slot", { pure: true });
      return computed(this.#helper("at", pattern.span, xs, index), "slot", { pure: true });
    };
    pattern.before.forEach((item, i) => this.#part(item, at(`${start}${i}`), part));
    const { rest } = pattern;
    if (rest !== null && rest.name !== null && !this.#isUnmade(rest.name)) {
      const to = pattern.after.length === 0
        ? `${xs}.length`
        : `${xs}.length - ${pattern.after.length}`;
      const slice = kind === "mixed"
        ? this.#helper("slice", rest.span, xs, `${start}${pattern.before.length}`, to)
        : `${xs}.slice(${start}${pattern.before.length}, ${to})`;
      this.#bind(rest.name, computed(slice), element === null ? ANY : type);
    }
    pattern.after.forEach((item, i) => {
      this.#part(item, at(`${xs}.length - ${pattern.after.length - i}`), part);
    });
  }

  /** Whether the tail of a list stays part of the list (`cursor.ts`). */
  #isUnmade(name: Ident): boolean {
    return this.#scope.tailOf(this.#scope.unit.checked.bindingOf(name).id) !== null;
  }

  #tuple(pattern: Extract<Pattern, { kind: "tuplePattern" }>, subject: Value, type: Type): void {
    const t = resolve(type);
    const known = t.kind === "tuple" && t.items.length === pattern.items.length;
    const value = this.#slot(subject);
    if (!known) {
      this.tests.push(this.#helper("isTupleOf", pattern.span, value, String(pattern.items.length)));
    }
    pattern.items.forEach((item, i) => {
      const part = computed(`${value}.items[${i}]`, "slot", { pure: true });
      this.#part(item, part, known ? t.items[i] : ANY);
    });
  }

  #record(pattern: Extract<Pattern, { kind: "recordPattern" }>, subject: Value, type: Type): void {
    const t = resolve(type);
    const value = this.#slot(subject);
    const isRecord = t.kind === "record" || (t.kind === "con" && t.id === "Map");
    const unsure = pattern.fields.filter((field) =>
      t.kind !== "record" || !t.fields.has(field.key.name)
    ).map((field) => JSON.stringify(field.key.name));
    if (unsure.length > 0 || !isRecord) {
      this.tests.push(this.#helper("isRecordWith", pattern.span, value, `[${unsure.join(", ")}]`));
    }
    for (const field of pattern.fields) {
      const key = field.key.name;
      const fieldType = t.kind === "record"
        ? t.fields.get(key) ?? ANY
        : t.kind === "con" && t.id === "Map"
        ? t.args[0]
        : ANY;
      const part = computed(`${value}${propertyAccess(key)}`, "slot", { pure: true });
      this.#part(field.pattern, part, fieldType);
    }
  }

  #variant(
    pattern: Extract<Pattern, { kind: "constructorPattern" }>,
    subject: Value,
    type: Type,
  ): void {
    const { unit } = this.#scope;
    const symbol = unit.checked.symbolOf(pattern);
    if (symbol === undefined || symbol.kind !== "constructor") {
      throw new Error(`${pattern.name.name} is no constructor`);
    }
    const value = this.#slot(subject);
    const name = unit.constructorName(symbol);
    if (isCon(type, symbol.typeId)) {
      const tag = this.#scope.tags.get(value) ?? `${value}.$t`;
      if (!unit.isOnlyConstructor(symbol)) this.tests.push(`${tag} === ${symbol.tag}`);
    } else {
      this.tests.push(this.#helper("isVariantOf", pattern.span, value, name));
    }
    const args = pattern.args ?? [];
    args.forEach((arg, i) => {
      const index = arg.name === null
        ? i
        : symbol.decl.fields.findIndex((field) => field.name?.name === arg.name?.name);
      const part = computed(`${value}.$${index}`, "slot", { pure: true });
      this.#part(arg.pattern, part, unit.typeOfPattern(arg.pattern));
    });
  }

  #alternatives(options: readonly Pattern[], subject: Value, type: Type): void {
    const alternatives = options.map((option) => {
      const matcher = new Matcher(this.#scope);
      matcher.visit(option, subject, type);
      return matcher;
    });
    const shared = new Map<string, { readonly binding: Binding; readonly temp: string }>();
    for (const binding of alternatives[0].bindings) {
      shared.set(binding.symbol.name, { binding, temp: this.#scope.temp() });
    }
    const tests = alternatives.map((matcher) => {
      const parts = [...matcher.tests];
      for (const { symbol, value, type: own } of matcher.bindings) {
        const target = shared.get(symbol.name);
        if (target === undefined) continue;
        const held = as(
          this.#scope,
          as(this.#scope, value, repOf(own)),
          repOf(target.binding.type),
        );
        parts.push(`((${target.temp} = ${held.code}), true)`);
      }
      return parts.length === 0 ? "true" : `(${parts.join(" && ")})`;
    });
    if (!tests.includes("true")) this.tests.push(`(${tests.join(" || ")})`);
    for (const { binding, temp } of shared.values()) {
      this.bindings.push({ ...binding, value: atom(temp, repOf(binding.type)) });
    }
  }

  /** A pattern on a part of the subject; parts looked into more than once get a name. */
  #part(pattern: Pattern, value: Value, type: Type): void {
    if (pattern.kind === "wildcard") return;
    if (pattern.kind === "bind" || (pattern.kind === "literal" && value.rep === repOf(type))) {
      this.visit(pattern, value, type);
      return;
    }
    const typed = as(this.#scope, value, repOf(type));
    const name = this.#scope.temp();
    this.tests.push(`((${name} = ${typed.code}), true)`);
    this.visit(pattern, atom(name, typed.rep), type);
  }

  /** The subject as a slot; patterns that look inside never meet a raw double. */
  #slot(subject: Value): string {
    return as(this.#scope, subject, "slot").code;
  }

  #helper(
    name: Parameters<Scope["unit"]["helper"]>[0],
    span: Span,
    ...args: readonly string[]
  ): string {
    return `${mark(span)}${this.#scope.unit.helper(name)}(${args.join(", ")})`;
  }
}

const ANY: Type = { kind: "con", id: "Any", name: "Any", args: [] };

function integer(value: bigint): string {
  const safe = value <= BigInt(Number.MAX_SAFE_INTEGER) &&
    value >= -BigInt(Number.MAX_SAFE_INTEGER);
  return safe ? String(value) : `${value}n`;
}
