/**
 * Grammar cases: `tests/grammar/*.txt` hold title, source, arrow and tree, with the place of every
 * node. `ZIXIR_UPDATE=1 deno test -A tests/grammar_cases_test.ts` writes the trees anew.
 */
import { assert, assertEquals } from "@std/assert";
import type { SyntaxNode } from "@lezer/common";
import { parser } from "../lang/syntax/parser.ts";

const folder = new URL("./grammar/", import.meta.url);
const isUpdate = Deno.env.get("ZIXIR_UPDATE") === "1";

interface GrammarCase {
  readonly title: string;
  readonly source: string;
  readonly tree: string;
}

function readCases(text: string): GrammarCase[] {
  return text.split(/^=== /m).slice(1).map((block) => {
    const title = block.slice(0, block.indexOf("\n"));
    const arrow = block.lastIndexOf("\n\n==>\n");
    const source = block.slice(title.length + 2, arrow);
    return { title, source, tree: block.slice(arrow + 6).trim() };
  });
}

/** One node for each line, indented by depth, with its place. */
function drawTree(node: SyntaxNode, depth = 0): string {
  const name = node.type.isError ? "⚠" : node.name;
  const lines = [`${"  ".repeat(depth)}${name} ${node.from}-${node.to}`];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    lines.push(drawTree(child, depth + 1));
  }
  return lines.join("\n");
}

for (const { name } of Deno.readDirSync(folder)) {
  const file = new URL(name, folder);
  const cases = readCases(Deno.readTextFileSync(file));
  if (isUpdate) {
    const drawn = cases.map(({ title, source }) =>
      `=== ${title}\n\n${source}\n\n==>\n\n${drawTree(parser.parse(source).topNode)}\n`
    );
    Deno.writeTextFileSync(file, drawn.join("\n"));
    continue;
  }
  Deno.test(`grammar of ${name}: every case gives its tree`, () => {
    assert(cases.length > 0);
    for (const { title, source, tree } of cases) {
      assertEquals(drawTree(parser.parse(source).topNode), tree, title);
      const isBroken = /^ *(⚠|Missing)/m.test(tree);
      assertEquals(isBroken, name === "errors.txt", title);
    }
  });
}
