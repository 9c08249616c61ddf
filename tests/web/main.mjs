/* Runs the parts that are named, or all, in this one process: they share one Chromium and two servers. */
import { readdirSync } from "node:fs";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { closeBrowser } from "./browser.mjs";
import { stopSites } from "./site.mjs";
import { alone, together } from "./tests.mjs";

const AT_A_TIME = 3;

const parts = readdirSync(fileURLToPath(new URL(".", import.meta.url)))
  .map((name) => /^test_(.*)\.mjs$/.exec(name)?.[1])
  .filter(Boolean)
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.find((part) => !parts.includes(part));
if (unknown) {
  console.error(`web: there is no part ${unknown}: ${parts.join(", ")}`);
  process.exit(2);
}
after(async () => {
  await closeBrowser();
  await stopSites();
});
try {
  for (const part of asked.length ? asked : parts) await import(`./test_${part}.mjs`);
} catch (error) {
  console.error(error);
  process.exit(1);
}
describe("the page", { concurrency: AT_A_TIME }, () => together.forEach(([name, run]) => it(name, run)));
describe("measured", () => alone.forEach(([name, run]) => it(name, run)));
