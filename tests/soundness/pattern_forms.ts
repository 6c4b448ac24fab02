/**
 * Random patterns of every form, nested.
 *
 * @module
 */
import { Literals } from "./literals.ts";
import type { Name } from "./making.ts";
import type { Ty } from "./types.ts";

/** A pattern and the names that it binds. */
export interface MadePattern {
  readonly pattern: string;
  readonly names: readonly Name[];
}

/** Makes patterns. */
export abstract class PatternForms extends Literals {
  /** A pattern that some value of the type fits. */
  protected pattern(type: Ty, depth: number): MadePattern {
    const r = this.random;
    if (depth <= 0 || r.chance(0.25)) return this.simplePattern(type);
    const made = this.shapedPattern(type, depth);
    if (!r.chance(0.15) || made.pattern.includes(" as ")) return made;
    const whole = this.bound(type);
    return {
      pattern: `${
        made.pattern.includes(" | ") ? `(${made.pattern})` : made.pattern
      } as ${whole.name}`,
      names: [...made.names, whole],
    };
  }

  /** A pattern of names alone, which every value of the type fits. */
  protected surePattern(type: Ty): MadePattern {
    switch (type.k) {
      case "Tuple": {
        const parts = type.items.map((item) => this.surePattern(item));
        return joined(parts, (patterns) => `(${patterns.join(", ")})`);
      }
      case "Record": {
        const parts = type.fields.map(([, field]) => this.surePattern(field));
        return joined(
          parts,
          (patterns) => `{${type.fields.map(([name], i) => `${name}: ${patterns[i]}`).join(", ")}}`,
        );
      }
      default: {
        const name = this.bound(type);
        return { pattern: name.name, names: [name] };
      }
    }
  }

  protected bound(type: Ty): Name {
    return { name: this.fresh("b"), type, mutable: false };
  }

  protected simplePattern(type: Ty): MadePattern {
    if (this.random.chance(0.4)) return { pattern: "_", names: [] };
    const name = this.bound(type);
    return { pattern: name.name, names: [name] };
  }

  protected shapedPattern(type: Ty, depth: number): MadePattern {
    const r = this.random;
    const inner = (part: Ty): MadePattern => this.pattern(part, depth - 1);
    switch (type.k) {
      case "Int":
        return plain(
          r.pick([`${r.int(-2, 9)}`, `${r.int(-5, 0)}..=${r.int(1, 20)}`, "1 | 2 | 7", "0..3 | 5"]),
        );
      case "Float":
        return plain(r.pick(["0.5", "1.0", "-1.5", "2.0 | 3.25"]));
      case "Bool":
        return plain(r.pick(["true", "false"]));
      case "String":
        return plain(r.pick(['"a"', '""', '"b c" | "é"']));
      case "Duration":
        return plain("30s");
      case "Size":
        return plain("64KB");
      case "List": {
        const first = inner(type.of);
        const rest = this.bound(type);
        const last = inner(type.of);
        return r.pick<() => MadePattern>([
          () => plain("[]"),
          () => joined([first], ([a]) => `[${a}]`),
          () => joined([first, last], ([a, b]) => `[${a}, ${b}]`),
          () => joined([first, last], ([a, b]) => `[${a}, .., ${b}]`),
          () => ({
            pattern: `[${first.pattern}, ..${rest.name}]`,
            names: [...first.names, rest],
          }),
          () => ({
            pattern: `[..${rest.name}, ${last.pattern}]`,
            names: [rest, ...last.names],
          }),
        ])();
      }
      case "Tuple":
        return joined(type.items.map(inner), (parts) => `(${parts.join(", ")})`);
      case "Record": {
        const shown = type.fields.filter(() => r.chance(0.7));
        const fields = shown.length === 0 ? type.fields.slice(0, 1) : shown;
        return joined(
          fields.map(([, field]) => inner(field)),
          (parts) => `{${fields.map(([name], i) => `${name}: ${parts[i]}`).join(", ")}}`,
        );
      }
      case "Option":
        return r.chance(0.5) ? plain("nil") : this.shapedPattern(type.of, depth);
      case "User": {
        const { name, fields } = r.pick(this.constructorsOf(type));
        return fields.length === 0
          ? plain(name)
          : joined(fields.map(inner), (parts) => `${name}(${parts.join(", ")})`);
      }
      default:
        return this.simplePattern(type);
    }
  }
}

function plain(pattern: string): MadePattern {
  return { pattern, names: [] };
}

function joined(
  parts: readonly MadePattern[],
  write: (patterns: readonly string[]) => string,
): MadePattern {
  return {
    pattern: write(
      parts.map((part) => part.pattern.includes(" | ") ? `(${part.pattern})` : part.pattern),
    ),
    names: parts.flatMap((part) => part.names),
  };
}
