/* An article, what is beside it, and the concordance. */
import assert from "node:assert/strict";

import { texts, visit } from "./browser.mjs";
import { siteNamed } from "./site.mjs";
import { test } from "./tests.mjs";

const site = await siteNamed("samples");
const hostile = await siteNamed("hostile");

for (const script of [true, false]) {
  const how = script ? "" : ", without a script";
  const on = (name, path, use, more) => test(name + how, () => visit(site, path, use, { script, ...more }));

  on("an article with its marks", "/search?q=ferry", async (page) => {
    const headline = await page.innerText(".hit .headline >> nth=0");
    await page.click(".hit .headline a >> nth=0");
    await page.waitForURL(/\/article\//);
    assert.equal(await page.innerText("h1"), headline);
    const marks = await texts(page, ".article-text mark");
    assert.ok(marks.length > 0 && marks.every((mark) => /^ferr(y|ies)$/i.test(mark)), marks.join());
    assert.ok((await page.locator(".article-text p").count()) > 2);
    await page.goBack();
    assert.equal(await page.inputValue("#q"), "ferry");
  });

  on("persons and places of an article lead to more", "/article/nl-104101", async (page) => {
    const person = page.locator(".side a", { hasText: "Thomas Washington" });
    await person.click();
    await page.waitForURL(/person=Thomas/);
    assert.ok((await page.locator(".hit").count()) > 1);
  });

  on("similar articles", "/article/nl-104101", async (page) => {
    assert.equal(await page.locator(".article-text mark").count(), 0);
    await page.locator(".similar a").first().click();
    await page.waitForURL(/\/article\//);
    assert.doesNotMatch(page.url(), /nl-104101/);
  });

  on("citations", "/article/nl-104101", async (page) => {
    assert.equal(await page.locator(".cite pre").first().isVisible(), false);
    await page.click(".cite summary");
    const cited = (await texts(page, ".cite pre")).join("\n");
    for (const word of ["The Northern Ledger", "@", "TY  -"]) assert.ok(cited.includes(word), word);
  });

  on("a concordance", "/search?q=ferry", async (page) => {
    await page.click(".toolbar a >> text=/concordance/i");
    await page.waitForURL(/view=concordance/);
    const nodes = await texts(page, ".kwic td.node");
    assert.ok(nodes.length >= 5 && nodes.every((node) => /^ferr(y|ies)$/i.test(node.trim())), nodes.join());
    await page.locator(".kwic .where a").first().click();
    await page.waitForURL(/\/article\//);
    assert.ok((await page.locator(".article-text mark").count()) > 0);
  });

  on("a line of a concordance is one line", "/search?q=washington&view=concordance", async (page) => {
    const rows = await page.locator(".kwic tbody tr").evaluateAll((all) => all.map((row) =>
      [row.offsetHeight, ...[".left", "mark", ".right"].map((part) => row.querySelector(part).getBoundingClientRect().left)]));
    assert.ok(rows.length > 10);
    for (const [height, left, node, right] of rows) assert.ok(height < 40 && left < node && node < right, `${height}: ${left}, ${node}, ${right}`);
  });

  on("and all of it is seen where more is asked for", "/search?q=washington&view=concordance&context=300", async (page) =>
    assert.ok(await page.locator(".kwic td").evaluateAll((all) => all.every((each) => each.scrollWidth <= each.clientWidth + 1))));

  test(`text from right to left${how}`, () =>
    visit(hostile, "/search?q=mayhem&lang=ar&view=concordance", async (page) => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const [left, node, right] = await page.locator(".kwic tbody tr >> nth=0").evaluate((row) =>
          [".left", "mark", ".right"].map((part) => row.querySelector(part).getBoundingClientRect().left));
        assert.ok(right < node && node < left, `${width}: ${right}, ${node}, ${left}`);
      }
      await page.goto("/search?q=mayhem&lang=ar");
      const ends = (selector) => page.locator(selector).first().evaluate((each) => each.getBoundingClientRect().right);
      assert.ok(Math.abs((await ends(".hit .date")) - (await ends(".hit"))) < 20, "the date stands below the headline's begin");
    }, { script }));

  on("what is not there is told", "/article/nowhere", async (page) => {
    assert.match(await page.innerText(".fault"), /no (such )?article/i);
    assert.equal(await page.locator("#q").count(), 1);
  });
}

test("feed, search engine and icon can be found", () =>
  visit(site, "/search?q=ferry", async (page, context) => {
    const linked = (rel) => page.locator(`link[rel="${rel}"]`).evaluateAll((all) => all.map((each) => each.href));
    const kinds = { search: /opensearchdescription\+xml/, alternate: /application\/atom\+xml/, icon: /image\// };
    for (const [rel, kind] of Object.entries(kinds)) {
      const found = await linked(rel);
      assert.equal(found.length, 1, rel);
      const answer = await context.request.get(found[0]);
      assert.equal(answer.status(), 200, rel);
      assert.match(answer.headers()["content-type"], kind);
    }
    const feed = await (await context.request.get((await linked("alternate"))[0])).text();
    assert.equal(feed.match(/<entry>/g).length, 5);
  }));
