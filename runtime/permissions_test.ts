import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { join } from "@std/path";
import {
  ALL_PERMISSIONS,
  DEFAULT_PERMISSIONS,
  isGranted,
  PERMISSION_KINDS,
  permissionFlag,
  type Permissions,
  requirePermission,
} from "./permissions.ts";
import { ZixirError } from "./values/error.ts";

function having(some: Partial<Permissions>): Permissions {
  return { ...DEFAULT_PERMISSIONS, ...some };
}

Deno.test("isGranted() grants Python alone by default, and everything with -A", () => {
  const granted = (p: Permissions) => PERMISSION_KINDS.filter((kind) => isGranted(p, kind, "x"));
  assertEquals(granted(DEFAULT_PERMISSIONS), ["python"]);
  assertEquals(granted(ALL_PERMISSIONS), [...PERMISSION_KINDS]);
});

Deno.test("isGranted() compares hosts, and ports only where one was granted", () => {
  const net = having({ net: ["a.example", "b.example:80", "*.c.example", "[::1]:9"] });
  const yes = ["a.example:443", "A.example", "b.example:80", "x.c.example:1", "[::1]:9"];
  for (const host of yes) assert(isGranted(net, "net", host), host);
  const no = ["xa.example", "a.example.org:443", "b.example:81", "c.example:80", "[::1]:8"];
  for (const host of no) assertFalse(isGranted(net, "net", host), host);
});

Deno.test("isGranted() grants a folder with what is in it, and not its neighbours", () => {
  const read = having({ read: ["/data/in"] });
  for (const path of ["/data/in", "/data/in/a/b.txt", "/data/in/x/../y", "/data/in/..a"]) {
    assert(isGranted(read, "read", path), path);
  }
  for (const path of ["/data", "/data/input", "/data/in/../out", "/"]) {
    assertFalse(isGranted(read, "read", path), path);
  }
  assertFalse(isGranted(read, "write", "/data/in/a"));
});

Deno.test("isGranted() follows links, for files that do not exist yet too", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [inside, outside] = [join(folder, "inside"), join(folder, "outside")];
    await Deno.mkdir(inside);
    await Deno.mkdir(outside);
    await Deno.symlink(outside, join(inside, "link"));
    await Deno.symlink(join(outside, "new.txt"), join(inside, "dangling"));
    const write = having({ write: [inside] });
    assert(isGranted(write, "write", join(inside, "new.txt")));
    assertFalse(isGranted(write, "write", join(inside, "link", "new.txt")));
    assertFalse(isGranted(write, "write", join(inside, "dangling")));
    assertFalse(isGranted(write, "write", join(inside, "link", "a", "b", "new.txt")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("isGranted() grants a Python module with its submodules", () => {
  const python = having({ python: ["numpy"] });
  assert(isGranted(python, "python", "numpy"));
  assert(isGranted(python, "python", "numpy.linalg"));
  assertFalse(isGranted(python, "python", "numpyro"));
});

Deno.test("requirePermission() raises kind permission and names the flag to give", () => {
  const error = assertThrows(
    () => requirePermission(having({ net: ["a.example"] }), "net", "b.example:443"),
    ZixirError,
    "no permission to use the network at b.example:443",
  );
  assertEquals([error.kind, error.code], ["permission", "E0700"]);
  assertEquals(error.hint, "run the program with --allow-net=b.example");
  assertEquals(error.data, { permission: "net", resource: "b.example:443" });
  requirePermission(ALL_PERMISSIONS, "run", "rm");
});

Deno.test("permissionFlag() quotes what a shell would split", () => {
  assertEquals(permissionFlag("read", "/my files"), '--allow-read="/my files"');
  assertEquals(permissionFlag("env", "HOME"), "--allow-env=HOME");
});
