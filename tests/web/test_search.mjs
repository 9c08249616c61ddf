/* Searching, filtering, turning pages: with a script and without. */
import assert from "node:assert/strict";

import { links, params, PHONE, texts, visit } from "./browser.mjs";
import { siteNamed } from "./site.mjs";
import { test } from "./tests.mjs";

const site = await siteNamed("samples");
const total = async (page) => Number(/\d[\d,]*/.exec(await page.innerText(".summary"))[0].replace(",", ""));

for (const script of [true, false]) {
  const how = script ? "" : ", without a script";
  const on = (name, path, use) => test(name + how, () => visit(site, path, use, { script }));

  on("search from the front page", "/", async (page) => {
    assert.ok((await page.locator("main .hit").count()) > 0, "the newest articles");
    await page.fill("#q", "ferry");
    await page.press("#q", "Enter");
    await page.waitForURL(/\/search\?q=ferry$/);
    assert.equal(await total(page), 5);
    assert.equal(await page.locator(".hit").count(), 5);
    assert.equal(await page.inputValue("#q"), "ferry");
    assert.match(await page.title(), /ferry/);
    for (const mark of await texts(page, ".hit .snippet mark")) assert.match(mark, /^ferr(y|ies)$/i);
    assert.ok((await page.locator(".hit .snippet mark").count()) >= 5);
  });

  on("a facet's value filters, and its filter goes", "/search?q=ferry", async (page) => {
    const person = page.locator('.facet[data-field="person"] .facet-values a', { hasText: "Thomas Washington" });
    assert.match(await person.innerText(), /2$/);
    await person.click();
    await page.waitForURL(/person=Thomas/);
    assert.equal(params(page).get("person"), "Thomas Washington");
    assert.equal(params(page).get("q"), "ferry");
    assert.equal(await total(page), 2);
    await page.locator(".filters .filter", { hasText: "Thomas Washington" }).click();
    await page.waitForURL(/\/search\?q=ferry$/);
    assert.equal(await total(page), 5);
    assert.equal(await page.locator(".filters .filter").count(), 0);
  });

  on("a search keeps the filters", "/search?q=ferry&source=Harbour+Gazette", async (page) => {
    await page.fill("#q", "harbour");
    await page.click(".search button");
    await page.waitForURL(/q=harbour/);
    assert.equal(params(page).get("source"), "Harbour Gazette");
    assert.equal(await total(page), 6);
  });

  on("a tag of a hit filters", "/search?q=ferry", async (page) => {
    const tag = page.locator(".hit .tag-location", { hasText: /^Carrowshire$/ }).first();
    await tag.click();
    await page.waitForURL(/location=Carrowshire/);
    assert.equal(await total(page), 2);
  });

  on("pages, and back again", "/search?q=the&sort=oldest", async (page) => {
    const first = await texts(page, ".hit .headline");
    assert.equal(first.length, 10);
    await page.click('.pager [rel="next"]');
    await page.waitForURL(/offset=10/);
    const second = await texts(page, ".hit .headline");
    assert.equal(second.length, 10);
    assert.ok(second.every((headline) => !first.includes(headline)));
    assert.equal(await page.getAttribute(".hits", "start"), "11");
    await page.click('.pager [rel="prev"]');
    await page.waitForURL((url) => !url.searchParams.get("offset"));
    assert.deepEqual(await texts(page, ".hit .headline"), first);
    await page.goBack();
    assert.deepEqual(await texts(page, ".hit .headline"), second);
  });

  on("the order of dates", "/search?q=the", async (page) => {
    await page.click(".toolbar a >> text=/newest/i");
    await page.waitForURL(/sort=newest/);
    const dates = await page.locator(".hit time").evaluateAll((times) => times.map((time) => time.dateTime));
    assert.equal(dates.length, 10);
    assert.deepEqual(dates, [...dates].sort().reverse());
  });

  on("the form under the timeline", "/search?q=the", async (page) => {
    await page.fill('.timeline input[name="from"]', "2016");
    await page.fill('.timeline input[name="to"]', "2017-06");
    await page.press('.timeline input[name="to"]', "Enter");
    await page.waitForURL(/from=2016&to=2017-06/);
    assert.equal(params(page).get("q"), "the");
    const years = await page.locator(".hit time").evaluateAll((times) => times.map((time) => time.dateTime.slice(0, 7)));
    assert.ok(years.length > 0 && years.every((month) => month >= "2016" && month <= "2017-06"), years.join());
  });

  on("no results, and what was meant", "/search?q=harbor+washingtn", async (page) => {
    assert.equal(await page.locator(".hit").count(), 0);
    await page.locator(".suggestion a").click();
    await page.waitForURL(/washington/);
    assert.ok((await page.locator(".hit").count()) > 0);
  });

  on("a query that is wrong is shown with its place", "/search?q=ferry+AND+(", async (page) => {
    assert.match(await page.innerText(".fault"), /never closed/);
    const [query, caret] = (await page.innerText(".query-caret")).split("\n");
    assert.equal(query, "ferry AND (");
    assert.equal(caret.indexOf("^"), 10);
    assert.equal(await page.inputValue("#q"), "ferry AND (");
    await page.locator(".fault a", { hasText: /help/i }).click();
    await page.waitForURL(/\/help$/);
  });

  on("the examples of the help run", "/help", async (page) => {
    const examples = await links(page, 'main a[href*="/search?"]');
    assert.ok(examples.length >= 5, `${examples.length} examples`);
    for (const link of examples) {
      const answer = await page.goto(link);
      assert.equal(answer.status(), 200, link);
      assert.ok((await page.locator(".hit, .kwic tr").count()) > 0, link);
    }
  });

  on("two sources, one after the other", "/search?q=the", async (page) => {
    const source = (n) => page.locator('.facet[data-field="source"] li a').nth(n);
    const counts = [];
    for (const n of [0, 1]) {
      counts.push(Number(await source(n).locator(".facet-count").innerText()));
      await source(n).click();
      await page.waitForURL((url) => url.searchParams.getAll("source").length === n + 1);
    }
    assert.equal(await total(page), counts[0] + counts[1]);
  });

  on("languages, where there are several", "/search?q=*", async (page) => {
    await page.locator('.facet[data-field="lang"] a', { hasText: "fr" }).click();
    await page.waitForURL(/lang=fr/);
    assert.ok((await total(page)) > 0 && (await page.locator('.hit article:not([lang="fr"])').count()) === 0);
  });

  on("on a phone a link leads to what is below", "/search?q=ferry", async (page) => {
    const link = page.locator(".to-side");
    assert.equal(await link.isVisible(), false);
    await page.setViewportSize(PHONE);
    await link.click();
    assert.ok(await page.locator("#side").evaluate((side) => Math.abs(side.getBoundingClientRect().top) < 100));
    await page.goto("/search?q=xyzzyx");
    assert.equal(await link.isVisible(), false, "there is nothing below");
  });

  on("all values of a facet", "/search?q=the", async (page) => {
    await page.locator('.facet[data-field="location"] a', { hasText: /all/i }).click();
    await page.waitForURL(/\/facets\?/);
    const values = await texts(page, "main .facet-values .facet-value");
    assert.ok(values.length > 20 && values.includes("Eastmouth"));
    await page.locator("main .facet-values a", { hasText: "Eastmouth" }).first().click();
    await page.waitForURL(/location=Eastmouth/);
    assert.equal(await total(page), 20);
  });
}
