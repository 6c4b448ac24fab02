import { assertEquals, assertThrows } from "@std/assert";
import { ALL_PERMISSIONS, DEFAULT_PERMISSIONS } from "../permissions.ts";
import { inspect, type Slot, ZixirError } from "../values/mod.ts";
import { entryOf } from "../../tests/std/calls.ts";
import type { Host } from "./host.ts";
import { memoryHost } from "./memory_host.ts";
import { realHost } from "./real_host.ts";

/** Both worlds, each with a folder of its own that is the current one or named. */
function worlds(): { name: string; host: Host; folder: string; end: () => void }[] {
  const folder = Deno.makeTempDirSync();
  return [
    {
      name: "real",
      host: realHost({ permissions: ALL_PERMISSIONS }),
      folder,
      end: () => Deno.removeSync(folder, { recursive: true }),
    },
    { name: "memory", host: memoryHost(), folder: "/work", end: () => {} },
  ];
}

function caller(host: Host): (name: string, ...args: Slot[]) => string {
  return (name, ...args) => {
    const run = entryOf(`file.${name}`, host).run as (...args: Slot[]) => Slot;
    return inspect(run(...args));
  };
}

function problem(action: () => unknown, hide: string): string {
  const error = assertThrows(action, ZixirError);
  const text = `${error.kind}: ${error.message}${
    error.hint === undefined ? "" : ` (${error.hint})`
  }`;
  return text.replaceAll(hide, "DIR");
}

Deno.test("file functions write, read, list, copy, move and remove, really and in memory", () => {
  for (const { host, folder, end } of worlds()) {
    const file = caller(host);
    const at = (name: string): string => `${folder}/${name}`;
    assertEquals(file("write", at("a.txt"), "one\n"), "nil");
    file("append", at("a.txt"), "zwei é\r\n");
    file("append", at("b.txt"), "new");
    assertEquals(file("read", at("a.txt")), '"one\\nzwei é\\r\\n"');
    assertEquals(file("lines", at("a.txt")), '["one", "zwei é"]');
    file("make_dir", at("x/y"));
    file("make_dir", at("x/y"));
    file("write_bytes", at("x/y/c.bin"), new Uint8Array([0, 255]));
    assertEquals(file("read_bytes", at("x/y/c.bin")), "<bytes 2: 00ff>");
    assertEquals(file("list", folder), '["a.txt", "b.txt", "x"]');
    file("copy", at("a.txt"), at("x/a2.txt"));
    file("move", at("x"), at("z"));
    assertEquals(file("list", at("z")), '["a2.txt", "y"]');
    assertEquals(file("exists", at("x")), "false");
    assertEquals(inspect((host.files.info(at("z")))!.isFolder), "true");
    assertEquals(file("info", at("b.txt")).startsWith('{kind: "file", size: 3, modified: '), true);
    file("remove", at("z"), true);
    file("remove", at("b.txt"));
    assertEquals(file("list", folder), '["a.txt"]');
    end();
  }
});

Deno.test("file functions say what is wrong with a path and what to do", () => {
  for (const { host, folder, end } of worlds()) {
    const file = caller(host);
    const at = (name: string): string => `${folder}/${name}`;
    file("write", at("orders.csv"), "x");
    file("make_dir", at("full/inner"));
    file("write_bytes", at("b.bin"), new Uint8Array([0xff]));
    const cases: [string, () => unknown][] = [
      [
        'io: file.read: there is no file "DIR/order.csv" (did you mean "DIR/orders.csv"?)',
        () => file("read", at("order.csv")),
      ],
      [
        'io: file.write: there is no folder "DIR/out" (file.make_dir("DIR/out") makes it)',
        () => file("write", at("out/a.txt"), ""),
      ],
      [
        'io: file.read: "DIR/full" is a folder (file.list gives its names)',
        () => file("read", at("full")),
      ],
      [
        'io: file.list: "DIR/b.bin" is no folder, or leads through a file',
        () => file("list", at("b.bin")),
      ],
      [
        'io: file.read: "DIR/b.bin" is not UTF-8 text (file.read_bytes reads any file)',
        () => file("read", at("b.bin")),
      ],
      [
        'io: file.remove: the folder "DIR/full" is not empty (recursive: true removes what is in it too)',
        () => file("remove", at("full")),
      ],
      ["io: file.read: the path is empty", () => file("read", "")],
    ];
    for (const [expected, action] of cases) assertEquals(problem(action, folder), expected);
    const error = assertThrows(() => file("read", at("none")), ZixirError);
    assertEquals(inspect(error.data), inspect({ path: at("none"), reason: "not_found" }));
    end();
  }
});

Deno.test("file functions need the permission for the path, links followed", () => {
  const folder = Deno.makeTempDirSync();
  const inside = `${folder}/inside`;
  Deno.mkdirSync(inside);
  Deno.writeTextFileSync(`${folder}/secret.txt`, "secret");
  Deno.symlinkSync(`${folder}/secret.txt`, `${inside}/link.txt`);
  const host = realHost({
    permissions: { ...DEFAULT_PERMISSIONS, read: [inside], write: [inside] },
  });
  const file = caller(host);
  file("write", `${inside}/a.txt`, "fine");
  assertEquals(file("read", `${inside}/a.txt`), '"fine"');
  for (
    const action of [
      () => file("read", `${folder}/secret.txt`),
      () => file("read", `${inside}/../secret.txt`),
      () => file("read", `${inside}/link.txt`),
      () => file("write", `${inside}/link.txt`, "x"),
      () => file("copy", `${folder}/secret.txt`, `${inside}/b.txt`),
      () => file("move", `${inside}/a.txt`, `${folder}/b.txt`),
      () => file("exists", `${folder}/secret.txt`),
      () => file("list", folder),
    ]
  ) assertEquals(assertThrows(action, ZixirError).kind, "permission");
  assertEquals(Deno.readTextFileSync(`${folder}/secret.txt`), "secret");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("file.stdin() gives standard input", () => {
  assertEquals(caller(memoryHost({ input: "a\nb" }))("stdin"), '"a\\nb"');
});
