/** `zixir` as it runs where there is no build: from its sources. */
import { main } from "../../../runtime/command/main.ts";

Deno.exit(await main(Deno.args));
