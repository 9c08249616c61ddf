/* Chromium, and pages that tell of everything that must not happen in one. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

import { TRACE } from "./hostile.mjs";

const require = createRequire(join(process.env.MORGUE_WEB, "package.json"));
const { chromium } = require("playwright-core");

export const axeSource = require("axe-core").source;
export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };
const PATIENCE_MS = 15000;

let starting;
const browser = () =>
  (starting ??= chromium.launch({ executablePath: process.env.MORGUE_CHROMIUM, args: ["--font-render-hinting=none"] }));

export const closeBrowser = async () => (await starting)?.close();

/* What is said on the console about the answer's status is no fault of the page. */
const harmless = (message) => /^Failed to load resource: the server responded with a status of 4\d\d/.test(message);

const watch = (page, origin, faults) => {
  page.on("dialog", async (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`an error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !harmless(message.text()))
      faults.push(`on the console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin) faults.push(`a request to ${url.href.slice(0, 200)}`);
  });
  page.on("popup", () => faults.push("a window"));
  page.on("download", () => faults.push("a download"));
};

/* Runs `use(page)` on a page of its own at that path, and fails if anything happened that must not. */
export const visit = async (site, path, use, options = {}) => {
  const { script = true, ...more } = options;
  const context = await (await browser()).newContext({
    baseURL: site.url, javaScriptEnabled: script, viewport: WIDE, reducedMotion: "reduce", ...more,
  });
  const faults = [];
  try {
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    watch(page, site.url, faults);
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective}`));
    });
    await page.goto(path);
    await use(page, context);
    const trace = await page.evaluate((name) => name in window, TRACE);
    assert.equal(trace, false, "a script of an article ran");
    assert.deepEqual(faults, [], `on ${page.url()}`);
  } finally {
    await context.close();
  }
};

/* Wider than the window? */
export const overflow = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide = (each) => each.getBoundingClientRect().right > clientWidth + 1;
    const guilty = [...document.querySelectorAll("body *")].find(wide);
    return scrollWidth > clientWidth ? `${scrollWidth} of ${clientWidth}: ${guilty?.outerHTML.slice(0, 120)}` : "";
  });

/* The text of all that the selector finds. */
export const texts = (page, selector) => page.locator(selector).allInnerTexts();

/* Where they all lead. */
export const links = (page, selector) =>
  page.locator(selector).evaluateAll((all) => all.map((each) => each.getAttribute("href")));

export const params = (page) => new URL(page.url()).searchParams;
