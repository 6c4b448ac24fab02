/**
 * Random literals of every type.
 *
 * @module
 */
import { Making } from "./making.ts";
import type { Ty } from "./types.ts";

/** Makes literals. */
export abstract class Literals extends Making {
  protected literal(type: Ty): string {
    const r = this.random;
    switch (type.k) {
      case "Int":
        return r.pick([
          () => String(r.int(0, 9)),
          () => String(r.int(0, 9)),
          () => String(r.int(10, 1000)),
          () => `(-${r.int(1, 50)})`,
          () => r.pick(["9007199254740991", "4503599627370496", "2147483647", "33554432"]),
          () => r.pick(["9007199254740993", "(-9007199254740992)", "123456789012345678901"]),
        ])();
      case "Float":
        return r.pick(["0.0", "1.0", "2.0", "0.5", "(-1.5)", "3.25", "1e3", "(-0.0)", "1e300"]);
      case "Bool":
        return r.pick(["true", "false"]);
      case "String":
        return r.pick(['""', '"a"', '"b c"', '"é"', '"\u{1F600}"']);
      case "Duration":
        return r.pick(["200ms", "30s", "5m", "2h", "1d"]);
      case "Size":
        return r.pick(["64KB", "3MB", "1GB"]);
      default:
        return this.literalOf(type, (t) => this.literal(t));
    }
  }

  /** A literal of a compound type, its parts made by `part`. */
  protected literalOf(type: Ty, part: (type: Ty) => string): string {
    const r = this.random;
    switch (type.k) {
      case "List": {
        // An element says the type where the list is not annotated.
        const items = Array.from({ length: r.int(1, 3) }, () => part(type.of));
        return `[${items.join(", ")}]`;
      }
      case "Map":
        return `{"k": ${part(type.of)}}`;
      case "Option":
        return part(type.of);
      case "Tuple":
        return `(${type.items.map(part).join(", ")})`;
      case "Record":
        return `{${type.fields.map(([name, field]) => `${name}: ${part(field)}`).join(", ")}}`;
      case "User": {
        const constructors = this.constructorsOf(type);
        this.budget -= 3;
        const { name, fields } = this.budget > 0 ? r.pick(constructors) : constructors[0];
        return fields.length === 0 ? name : `${name}(${fields.map(part).join(", ")})`;
      }
      case "Fn":
        return this.lambda(type, 0);
      default:
        return this.literal(type);
    }
  }
}
