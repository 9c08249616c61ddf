/* Articles full of markup and scripts, on every page that shows them: visit() fails where one of them did anything. */
import assert from "node:assert/strict";

import { links, overflow, PHONE, visit } from "./browser.mjs";
import { hostileArticles } from "./hostile.mjs";
import { siteNamed } from "./site.mjs";
import { test } from "./tests.mjs";

const site = await siteNamed("hostile");
const N = hostileArticles.length;

/* What an article may not bring into a page, whatever else is there. */
const sound = async (page, where) => {
  const found = await page.evaluate(() => {
    const elements = [...document.querySelectorAll("*")];
    const foreign = elements.filter((each) => /^(iframe|object|embed|base|style|img|textarea)$/i.test(each.localName));
    const told = foreign.map((each) => each.outerHTML);
    for (const each of elements)
      for (const { name, value } of each.attributes) {
        if (name.startsWith("on") || name === "style" || name === "srcdoc") told.push(`${name}=${value}`);
        if (/^(href|src|action|xlink:href)$/.test(name)) {
          const url = new URL(value, location.href);
          const source = each.matches('a[rel~="noreferrer"]') && /^https?:$/.test(url.protocol);
          if (url.origin !== location.origin && !source) told.push(`${name}=${value}`);
        }
      }
    if (document.scripts.length !== 1) told.push(`${document.scripts.length} scripts`);
    return told;
  });
  assert.deepEqual(found, [], where);
};

for (const script of [true, false])
  test(`every page of hostile articles${script ? "" : ", without a script"}`, () =>
    visit(site, "/", async (page) => {
      const go = async (path) => {
        await page.goto(path);
        await sound(page, path);
        assert.equal(await overflow(page), "", path);
      };
      await go("/search?q=mayhem&n=100");
      assert.equal(await page.locator(".hit").count(), N);
      const articles = await links(page, ".hit .headline a");
      await go("/search?q=mayhem&view=concordance&n=100");
      assert.ok((await page.locator(".kwic .node").count()) >= N);
      for (const path of articles) await go(path);
      for (const field of ["person", "org", "location", "source", "section", "author", "topic"])
        await go(`/facets?q=mayhem&facets=${field}`);
      await go("/help");
    }, { script, viewport: PHONE }));

test("links of hostile values find their articles", () =>
  visit(site, "/facets?q=mayhem&facets=person", async (page) => {
    const values = await links(page, "main .facet-values a");
    assert.ok(values.length > 10);
    for (const link of values.slice(0, 20)) {
      const answer = await page.goto(link);
      assert.equal(answer.status(), 200, link);
      assert.ok((await page.locator(".hit").count()) >= 1, link);
    }
  }));

test("what a request says is text, too", () =>
  visit(site, "/", async (page) => {
    const evil = encodeURIComponent(`"><script>window.morgueWasHere=1;alert(1)</script>{{q}}`);
    const begun = ["q=", "q=(", "q=mayhem&person=", "q=mayhem&from=", "q=mayhem&sort="];
    const queries = begun.map((each) => `/search?${each}${evil}`);
    const others = [`/article/${evil}`, `/similar/${evil}`, `/facets?q=${evil}&facets=${evil}`, `/${evil}`];
    for (const path of [...queries, ...others]) {
      await page.goto(path);
      await sound(page, path);
    }
  }));

test("suggestions of hostile names", () =>
  visit(site, "/", async (page) => {
    await page.focus("#q");
    await page.keyboard.type("person");
    await page.waitForSelector("#q[aria-expanded=true]");
    await sound(page, "suggestions");
  }));
