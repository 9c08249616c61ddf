/* Every kind of page, light and dark, on a phone, a wide screen and paper: what axe finds, what does not fit. Pictures of
 * all are kept in the build folder: screenshots/. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { mkdirSync } from "node:fs";

import { axeSource, overflow, PHONE, visit, WIDE } from "./browser.mjs";
import { pages } from "./pages.mjs";
import { siteNamed } from "./site.mjs";
import { test } from "./tests.mjs";

const samples = await siteNamed("samples");
const hostile = await siteNamed("hostile");
const spread = await siteNamed("spread");
const pictures = join(process.env.MORGUE_WEB, "screenshots");
mkdirSync(pictures, { recursive: true });

/* Runs from outside of the page, so that its Content-Security-Policy needs no hole. */
const axe = async (page, how) => {
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const where = (each) => each.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  const told = found.violations.map((each) => `${each.id}: ${each.help}: ${where(each)}`);
  assert.deepEqual(told, [], how);
};

const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

const look = async (page, name) => {
  await page.evaluate(axeSource);
  for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE }))
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      assert.equal(await overflow(page), "", `${name} is wider than ${size}`);
      await axe(page, `${name}, ${size}, ${colorScheme}`);
      if (size === "wide" || colorScheme === "dark") await shoot(page, `${name}-${size}-${colorScheme}`);
    }
};

const all = Object.entries(pages).map(([name, path]) => [samples, name, path]);
all.push([hostile, "hostile", "/search?q=mayhem&n=50"], [hostile, "rtl", "/article/right-to-left?q=mayhem"]);
all.push([hostile, "headline", "/article/headline?q=mayhem"]);

for (const name of ["results", "help"]) all.push([spread, `missing-${name}`, pages[name]]);

for (const [site, name, path] of all)
  test(`axe, width and picture: ${name}`, () => visit(site, path, (page) => look(page, name)));

test("a shard that is missing is named above what was found", () =>
  visit(spread, "/search?q=ferry", async (page) => {
    for (const path of ["/", "/search?q=ferry", "/search?q=ferry&view=concordance", "/facets?q=ferry", pages.article]) {
      await page.goto(path);
      const notice = page.locator("main .notice");
      assert.match(await notice.innerText(), /^1 of 2 shards did not answer, so its articles are missing: tcp 127\.0\.0\.1:1 \(/);
      assert.ok((await notice.boundingBox()).y < 400, path);
    }
    await page.goto("/help");
    assert.deepEqual(await page.locator(".shards tbody td:first-child").allInnerTexts(), ["local archive", "tcp 127.0.0.1:1"]);
  }));

test("twice as large, and the narrowest screen", () =>
  visit(samples, "/", async (page) => {
    for (const path of Object.values(pages)) {
      await page.goto(path);
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 600 });
        assert.equal(await overflow(page), "", `${path} at ${width}`);
      }
    }
  }));

test("fields of the help are not broken", () =>
  visit(samples, "/help", async (page) => {
    const heights = await page.locator(".fields td:first-child code").evaluateAll((all) => all.map((each) => each.getClientRects().length));
    assert.ok(heights.length > 10 && heights.every((lines) => lines === 1), heights.join());
  }));

test("nothing beside what found nothing", () =>
  visit(samples, "/search?q=xyzzyx", async (page) => assert.equal(await page.locator(".side").isVisible(), false)));

test("a search box has four sides, whatever is typed", () =>
  visit(samples, `/search?q=${encodeURIComponent("الميناء")}`, async (page) => {
    const [left, right] = await page.locator("#q").evaluate((each) => {
      const { borderLeftWidth, borderRightWidth } = getComputedStyle(each);
      return [borderLeftWidth, borderRightWidth];
    });
    assert.deepEqual([left, right], ["1px", "0px"]); /* the button has the fourth */
  }));

test("on paper", () =>
  visit(samples, "/", async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 640, height: 900 });
    const hidden = [".search", ".masthead-nav", ".toolbar", ".pager", ".facet", ".timeline", ".marks", "button"];
    for (const name of ["results", "article", "concordance"]) {
      await page.goto(pages[name]);
      for (const selector of hidden)
        for (const each of await page.locator(selector).all()) assert.equal(await each.isVisible(), false, selector);
      assert.ok(await page.locator("main h1, main .hit h2, main .kwic").first().isVisible());
      await shoot(page, `${name}-print`);
    }
    await page.goto(pages.article);
    const mark = await page.locator(".article-text mark").first().evaluate((each) => {
      const { textDecorationLine, backgroundColor } = getComputedStyle(each);
      return [textDecorationLine, backgroundColor];
    });
    assert.deepEqual(mark, ["underline", "rgba(0, 0, 0, 0)"]);
    const source = await page.locator(".original a").evaluate((each) => getComputedStyle(each, "::after").content);
    assert.match(source, /https:\/\/northern-ledger\.example\/104101/);
  }));

test("less motion, and forced colours", async () => {
  const moving = (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll("*")].some((each) => {
        const style = getComputedStyle(each);
        return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior === "smooth";
      }));
  await visit(samples, pages.article, async (page) => assert.equal(await moving(page), false));
  await visit(samples, pages.results, async (page) => {
    const colours = await page.locator(".snippet mark").first().evaluate((each) => {
      const { color, backgroundColor } = getComputedStyle(each);
      return [color, backgroundColor];
    });
    assert.notEqual(colours[0], colours[1]);
    await shoot(page, "results-forced");
  }, { forcedColors: "active" });
});
