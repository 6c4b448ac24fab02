/**
 * Log lines: which are written, and how.
 *
 * @module
 */
import { inspect, type Slot } from "../values/mod.ts";
import type { Logger, LogLevel } from "./host.ts";
import type { Secrets } from "./secrets.ts";

/** Levels from the least grave to the gravest. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** What a logger is made of. */
export interface LoggerOptions {
  /** Writes a line, its end included. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What masks secrets. */
  readonly secrets: Secrets;
  /** The least grave level that is written, asked for at each line. */
  readonly least: () => LogLevel;
}

/**
 * A logger that writes lines of text: time, level, message, then `name=value` for each field.
 *
 * @param options where it writes and what
 *
 * @example
 * ```ts
 * import { textLogger } from "./logger.ts";
 * import { Secrets } from "./secrets.ts";
 * let seen = "";
 * const logger = textLogger({
 *   write: (line) => seen += line,
 *   now: () => 0,
 *   secrets: new Secrets(),
 *   least: () => "info",
 * });
 * logger.log("debug", "hidden", {});
 * logger.log("warn", "late", { seconds: 3 });
 * if (seen !== "1970-01-01T00:00:00.000Z WARN  late seconds=3\n") throw new Error(seen);
 * ```
 */
export function textLogger({ write, now, secrets, least }: LoggerOptions): Logger {
  return {
    log(level, message, fields): void {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least())) return;
      write(secrets.mask(lineOf(now(), level, message, fields)));
    },
  };
}

/**
 * The level a setting such as the environment variable `ZIXIR_LOG` names; `info` for none.
 *
 * @param setting its value
 */
export function logLevelOf(setting: string | undefined): LogLevel {
  return LOG_LEVELS.find((level) => level === setting?.toLowerCase()) ?? "info";
}

function lineOf(
  ms: number,
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, Slot>>,
): string {
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${inspect(value)}`);
  const head = `${new Date(ms).toISOString()} ${level.toUpperCase().padEnd(5)}`;
  return `${head} ${message}${pairs.join("")}\n`;
}
