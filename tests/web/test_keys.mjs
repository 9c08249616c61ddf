/* What the script adds: keys, the brush, suggestions, copying. */
import assert from "node:assert/strict";

import { params, texts, visit } from "./browser.mjs";
import { siteNamed } from "./site.mjs";
import { test } from "./tests.mjs";

const site = await siteNamed("samples");
const on = (name, path, use, options) => test(name, () => visit(site, path, use, options));
const focused = (page, selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
/* Which item of the list has the focus in it. */
const place = (page, selector) =>
  page.locator(selector).evaluateAll((all) => all.findIndex((each) => each.contains(document.activeElement)));

on("the slash goes to the search, Escape leaves it", "/search?q=ferry", async (page) => {
  await page.keyboard.press("/");
  assert.ok(await focused(page, "#q"));
  assert.equal(await page.inputValue("#q"), "ferry");
  await page.keyboard.type("j/k?");
  assert.equal(await page.inputValue("#q"), "j/k?");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.ok(!(await focused(page, "#q")));
  assert.equal(await page.inputValue("#q"), "j/k?");
});

on("j and k go from hit to hit, Enter opens", "/search?q=ferry", async (page) => {
  assert.equal(await place(page, ".hit"), -1);
  await page.keyboard.press("j");
  assert.equal(await place(page, ".hit"), 0);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await place(page, ".hit"), 1);
  assert.equal(await page.locator(".hit.current").count(), 1);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  for (let i = 0; i < 9; i++) await page.keyboard.press("j");
  assert.equal(await place(page, ".hit"), 4);
  const headline = await page.innerText(".hit.current .headline");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/article\//);
  assert.equal(await page.innerText("h1"), headline);
});

on("j in a concordance and in a list of values", "/search?q=ferry&view=concordance", async (page) => {
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await place(page, ".kwic tbody tr"), 1);
  await page.goto("/facets?q=ferry&facets=location");
  await page.keyboard.press("j");
  assert.equal(await place(page, "main .facet-values li"), 0);
});

on("keys with Ctrl are the browser's", "/search?q=ferry", async (page) => {
  await page.keyboard.press("Control+j");
  assert.equal(await place(page, ".hit"), -1);
});

on("a question mark lists the keys", "/search?q=ferry", async (page) => {
  await page.keyboard.press("?");
  await page.waitForSelector("dialog.keys[open]");
  assert.ok((await page.locator("dialog.keys dt").count()) >= 6);
  await page.keyboard.press("j");
  assert.equal(await place(page, ".hit"), -1);
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog.keys[open]", { state: "detached" });
});

on("n and p go from mark to mark", "/search?q=harbour", async (page) => {
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/article\//);
  const marks = page.locator(".article mark");
  const n = await marks.count();
  const at = () => marks.evaluateAll((all) => all.findIndex((each) => each.matches(".current")));
  assert.ok(n > 1);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  assert.equal(await at(), 1);
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  assert.equal(await at(), n - 1);
  await page.click(".marks .next");
  assert.equal(await at(), 0);
  assert.match(await page.innerText(".marks"), new RegExp(`1 of ${n}`));
});

/* The middle of bar `i` on the screen. */
const middle = async (page, i) => {
  const chart = await page.locator(".timeline-chart").boundingBox();
  const bar = await page.locator(".timeline-chart .bar").nth(i).boundingBox();
  return [bar.x + bar.width / 2, chart.y + chart.height / 2];
};
const bars = (page) =>
  page.locator(".timeline-chart .bar").evaluateAll((all) => all.map((each) => ({ ...each.dataset })));

on("the timeline is brushed with the mouse", "/search?q=the", async (page) => {
  const all = await bars(page);
  const [first, last] = [1, Math.min(5, all.length - 2)];
  const [x, y] = await middle(page, last);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const [to] = await middle(page, first);
  await page.mouse.move((x + to) / 2, y, { steps: 4 });
  await page.mouse.move(to, y, { steps: 4 });
  const sum = (key) => all.slice(first, last + 1).reduce((total, each) => total + Number(each[key]), 0);
  assert.match(await page.innerText(".brush-label"), new RegExp(`: ${sum("count")} of ${sum("of")} articles`));
  assert.equal(await page.locator(".brush").count(), 1);
  await page.mouse.up();
  await page.waitForURL(/from=/);
  assert.equal(params(page).get("from"), all[first].from);
  assert.equal(params(page).get("q"), "the");
  assert.match(await page.innerText(".summary"), new RegExp(`\\b${sum("count")}\\b`));
});

on("a click on a bar is its link", "/search?q=the", async (page) => {
  const all = await bars(page);
  await page.mouse.click(...(await middle(page, all.length - 1)));
  await page.waitForURL(/from=/);
  assert.equal(params(page).get("from"), all.at(-1).from);
});

on("the timeline is brushed with keys", "/search?q=the", async (page) => {
  const all = await bars(page);
  await page.locator('.timeline-chart .bar[tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await place(page, ".timeline-chart .bar"), 1);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  assert.match(await page.innerText(".brush-label"), new RegExp(`^${all[1].from} to `));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".brush").count(), 0);
  await page.keyboard.press("Shift+ArrowLeft");
  await page.click(".summary");
  assert.equal(await page.locator(".brush").count(), 0);
  await page.locator('.timeline-chart .bar[tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=/);
  assert.equal(params(page).get("from"), all[2].from);
  assert.equal(await page.locator('.timeline-chart .bar[tabindex="0"]').count(), 1);
});

on("suggestions", "/", async (page) => {
  const asked = [];
  page.on("request", (request) => request.url().includes("/suggest") && asked.push(request.url()));
  await page.clock.install({ time: 0 });
  await page.goto("/");
  await page.clock.pauseAt(60000);
  await page.focus("#q");
  await page.keyboard.type("washin");
  await page.clock.runFor(100);
  assert.equal(asked.length, 0, "no question while somebody types");
  await page.clock.runFor(100);
  await page.waitForSelector("#q[aria-expanded=true]");
  assert.equal(asked.length, 1, "one question for a word typed at once");
  const offers = await texts(page, ".suggestions [role=option] > :first-child");
  assert.ok(offers.length > 1 && offers.every((offer) => /washin/i.test(offer)), offers.join());
  await page.keyboard.press("ArrowDown");
  const active = await page.getAttribute("#q", "aria-activedescendant");
  assert.equal(await page.getAttribute(`#${active}`, "aria-selected"), "true");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.inputValue("#q"), "washin");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".suggestions").isVisible(), false);
  assert.ok(await focused(page, "#q"));
  await page.keyboard.type("g");
  await page.clock.runFor(200);
  await page.waitForSelector("#q[aria-expanded=true]");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  assert.ok((await page.locator(".hit").count()) > 0);
});

on("a link and a citation are copied, and it is told", "/search?q=ferry", async (page, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.url });
  await page.click(".hit .headline a >> nth=0");
  await page.waitForURL(/\/article\//);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.click(".copy-link");
  await page.waitForSelector("text=Copied");
  const link = await copied();
  assert.equal((await context.request.get(link)).status(), 200, link);
  await page.click(".cite summary");
  await page.click(".cite .copy >> nth=1");
  await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.startsWith("@")));
});
