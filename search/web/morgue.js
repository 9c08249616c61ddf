/* What makes the page quicker to use. Without it everything works, too: it adds keys, drags on the timeline, offers
 * words, copies, and steps from mark to mark. No markup is ever made from text: nodes and textContent only. */
(() => {
  "use strict";

  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* An element with attributes; children are nodes or texts. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const number = new Intl.NumberFormat(document.documentElement.lang || "en");
  const input = find("#q");

  /* What only a script can do is hidden until there is one. */
  for (const element of all("[data-script]")) element.hidden = false;

  /* ---- A word to who cannot see it ------------------------------------------------------- */

  const live = make("p", { class: "visually-hidden", role: "status" });
  document.body.append(live);
  const tell = (text) => {
    live.textContent = text;
  };

  /* ---- Keys ------------------------------------------------------------------------------ */

  const stops = () => all(".hit .headline a, .kwic .where a, .page-facets main .facet-values a");
  let current = null;

  const moveTo = (link) => {
    current?.closest(".hit, tr, li")?.classList.remove("current");
    current = link;
    const item = link.closest(".hit, tr, li");
    item.classList.add("current");
    link.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };

  /* From where the focus is, else from where one was last. */
  const step = (by) => {
    const links = stops();
    if (!links.length) return;
    const item = document.activeElement?.closest(".hit, .kwic tr, .facet-values li");
    const here = links.findIndex((link) => (item ? item.contains(link) : link === current));
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
    if (links[next]) moveTo(links[next]);
    else tell(by > 0 ? "The last one on this page" : "The first one on this page");
  };

  const keys = {
    "/": () => {
      input.focus();
      input.select();
    },
    j: () => step(1),
    k: () => step(-1),
    n: () => stepMark(1),
    p: () => stepMark(-1),
    "?": () => showKeys(),
  };

  const typing = (element) => element?.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape" && document.activeElement === input) {
      event.preventDefault(); /* browsers would empty it */
      input.blur();
    }
    if (typing(event.target) || find("dialog[open]")) return;
    /* Where a click has taken the focus away; else the browser opens the link that has it. */
    if (event.key === "Enter" && document.activeElement === document.body) current?.click();
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  /* ---- The list of keys ------------------------------------------------------------------ */

  const showKeys = () => {
    let dialog = find("dialog.keys");
    if (!dialog) {
      const list = make("dl");
      for (const [key, text] of [
        ["/", "search"],
        ["j", "next article or line"],
        ["k", "the one before"],
        ["Enter", "open it"],
        ["n", "next mark in an article"],
        ["p", "the mark before"],
        ["← →", "on the timeline: from bar to bar; with Shift a range"],
        ["Esc", "leave the search, a range, this list"],
      ])
        list.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, text));
      const form = make("form", { method: "dialog" }, make("button", {}, "Close"));
      dialog = make("dialog", { class: "keys", "aria-labelledby": "keys" });
      dialog.append(make("h2", { id: "keys" }, "Keys"), list, form);
      document.body.append(dialog);
    }
    dialog.showModal();
  };

  /* ---- Marks of an article --------------------------------------------------------------- */

  const marks = all(".article mark");
  let mark = -1;

  const stepMark = (by) => {
    if (!marks.length) return;
    marks[mark]?.classList.remove("current");
    mark = mark < 0 ? (by > 0 ? 0 : marks.length - 1) : (mark + by + marks.length) % marks.length;
    marks[mark].classList.add("current");
    marks[mark].scrollIntoView({ block: "center" });
    const text = `${mark + 1} of ${marks.length}`;
    const label = find(".marks .place");
    if (label) label.textContent = text;
    tell(`Mark ${text}: ${marks[mark].textContent}`);
  };

  find(".marks .next")?.addEventListener("click", () => stepMark(1));
  find(".marks .previous")?.addEventListener("click", () => stepMark(-1));

  /* ---- Copying --------------------------------------------------------------------------- */

  /* The old way where the page is not served securely: there is no clipboard then. */
  const copyBySelecting = (text) => {
    const area = make("textarea", { class: "visually-hidden", readonly: "" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  const copy = async (button, text) => {
    let done;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyBySelecting(text);
      button.focus();
    }
    let told = button.nextElementSibling;
    if (!told?.matches(".told")) {
      told = make("span", { class: "told", role: "status" });
      button.after(told);
    }
    told.textContent = "";
    requestAnimationFrame(() => {
      told.textContent = done ? "Copied" : "The browser does not allow it: copy it by hand";
    });
    setTimeout(() => {
      told.textContent = "";
    }, 4000);
  };

  for (const button of all(".copy-link")) {
    button.addEventListener("click", () => copy(button, new URL(button.dataset.link, location.href).href));
  }
  for (const text of all(".cite-plain, .cite pre")) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    text.after(button);
    button.addEventListener("click", () => copy(button, text.textContent));
  }

  /* ---- The timeline: drag, or arrows with Shift, to choose a range ------------------------ */

  const brushTimeline = (chart) => {
    const bars = all(".bar", chart);
    if (!bars.length) return;
    const label = make("output", { class: "brush-label" });
    const box = document.createElementNS(chart.namespaceURI, "rect");
    const view = chart.viewBox.baseVal;
    let from = -1; /* where the range began, and where it is now */
    let to = -1;
    let dragged = false;
    box.classList.add("brush");
    chart.after(label);

    /* Where bar `i` begins and ends, in the units of the drawing. */
    const edges = (i) => {
      const { x, width } = bars[i].getBBox();
      return [x, x + width];
    };

    const sum = (first, last, key) =>
      bars.slice(first, last + 1).reduce((total, each) => total + Number(each.dataset[key] || 0), 0);

    const range = () => [Math.min(from, to), Math.max(from, to)];

    const say = (first, last) => {
      const [a, b] = [bars[first].dataset.from, bars[last].dataset.from];
      const count = `${number.format(sum(first, last, "count"))} of ${number.format(sum(first, last, "of"))} articles`;
      label.textContent = `${a === b ? a : `${a} to ${b}`}: ${count}`;
    };

    const draw = () => {
      const [first, last] = range();
      const [left] = edges(first);
      const [, right] = edges(last);
      for (const [key, value] of Object.entries({ x: left, y: view.y, width: right - left, height: view.height }))
        box.setAttribute(key, value);
      chart.append(box);
      say(first, last);
    };

    const clear = () => {
      from = to = -1;
      dragged = false;
      box.remove();
      label.textContent = "";
      chart.classList.remove("brushing");
    };

    /* What the bar's own link asks for: the first and the last period may be cut. */
    const asked = (i, key) => new URL(bars[i].getAttribute("href"), location.href).searchParams.get(key);

    const go = () => {
      const [first, last] = range();
      const target = new URL(chart.dataset.link, location.href);
      target.searchParams.set("from", asked(first, "from"));
      target.searchParams.set("to", asked(last, "to"));
      target.searchParams.delete("offset");
      location.assign(target);
    };

    /* The bar at a place of the screen, or the nearest one. */
    const barAt = (x) => {
      const place = chart.getBoundingClientRect();
      const at = view.x + ((x - place.left) / place.width) * view.width;
      const i = bars.findIndex((_, each) => edges(each)[1] >= at);
      return i < 0 ? bars.length - 1 : i;
    };

    chart.addEventListener("dragstart", (event) => event.preventDefault());
    chart.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      clear();
      from = to = barAt(event.clientX);
    });
    chart.addEventListener("pointermove", (event) => {
      if (from < 0 || !(event.buttons & 1)) return;
      const at = barAt(event.clientX);
      if (at === to && !dragged) return;
      if (!dragged) {
        dragged = true;
        chart.setPointerCapture(event.pointerId);
        chart.classList.add("brushing");
      }
      to = at;
      draw();
    });
    chart.addEventListener("pointerup", () => dragged && go());
    chart.addEventListener("pointercancel", clear);
    document.addEventListener("pointerup", () => dragged || clear());
    addEventListener("pageshow", (event) => event.persisted && clear());
    /* The click that ends a drag opens no bar. */
    chart.addEventListener("click", (event) => dragged && event.preventDefault(), true);

    /* One stop of the Tab key for all bars; arrows go from one to the next. */
    const focusOn = (i) => {
      for (const each of bars) each.setAttribute("tabindex", "-1");
      bars[i].setAttribute("tabindex", "0");
      bars[i].focus();
    };
    bars.forEach((each, i) => each.setAttribute("tabindex", i ? "-1" : "0"));

    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 12, PageDown: -12 };
    const last = bars.length - 1;
    chart.addEventListener("keydown", (event) => {
      const here = bars.indexOf(document.activeElement);
      if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") return clear();
      if (event.key === "Enter" && from >= 0) {
        event.preventDefault();
        return go();
      }
      let next = here + (steps[event.key] || 0);
      if (event.key === "Home") next = 0;
      if (event.key === "End") next = last;
      if (next === here) return;
      event.preventDefault();
      next = Math.max(0, Math.min(last, next));
      if (event.shiftKey) {
        if (from < 0) from = here;
        to = next;
        draw();
      } else clear();
      focusOn(next);
      if (!event.shiftKey) say(next, next);
    });
    chart.addEventListener("pointerover", (event) => {
      const i = bars.indexOf(event.target.closest(".bar"));
      if (i >= 0 && from < 0) say(i, i);
    });
    chart.addEventListener("pointerleave", () => from < 0 && clear());
  };
  for (const chart of all(".timeline-chart[data-link]")) brushTimeline(chart);

  /* ---- Words that go on from what was typed: a combobox of ARIA 1.2 ----------------------- */

  const WAIT_MS = 120;

  const offerWords = (form) => {
    const list = make("ul", { class: "suggestions", id: "offers", role: "listbox", "aria-label": "Suggestions" });
    let options = [];
    let chosen = -1;
    let typed = "";
    let timer = 0;
    let asking = null;
    list.hidden = true;
    form.append(list);
    input.removeAttribute("list");
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    }))
      input.setAttribute(key, value);

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (i) => {
      options[chosen]?.element.setAttribute("aria-selected", "false");
      chosen = i;
      const option = options[i];
      option?.element.setAttribute("aria-selected", "true");
      input.value = option ? option.query : typed;
      if (option) input.setAttribute("aria-activedescendant", option.element.id);
      else input.removeAttribute("aria-activedescendant");
    };

    const take = (i) => {
      choose(i);
      close();
      form.requestSubmit();
    };

    const show = (found) => {
      options = found.map(({ query, text, kind }, i) => {
        const element = make("li", { role: "option", id: `offer-${i}`, "aria-selected": "false" });
        element.append(make("span", { dir: "auto" }, text));
        if (kind) element.append(make("span", { class: "kind" }, kind));
        element.addEventListener("pointerdown", (event) => event.preventDefault());
        element.addEventListener("click", () => take(i));
        return { element, query };
      });
      list.replaceChildren(...options.map((option) => option.element));
      if (!options.length) return close();
      chosen = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    /* person:="Ellen Washington" is the name, and what it is the name of. */
    const toRead = (query, kind) => {
      const [, field, text] = /^(\w+):="(.+)"$/.exec(query) ?? [];
      return text ? { text, kind: [field, kind].filter(Boolean).join(", ") } : { text: query, kind };
    };

    /* What OpenSearch says: [typed, [query, ...], [description, ...]]. */
    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const words = typed;
      const url = new URL(form.dataset.suggest, location.href);
      url.searchParams.set("q", words);
      try {
        const response = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!response.ok) return close();
        const [, queries, kinds = []] = await response.json();
        if (words === typed && document.activeElement === input)
          show(queries.map((query, i) => ({ query, ...toRead(query, kinds[i]) })));
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      typed = input.value;
      clearTimeout(timer);
      asking?.abort();
      if (typed.trim().length < 2) close();
      else timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const n = options.length;
      if (event.key === "ArrowDown") choose(chosen + 1 < n ? chosen + 1 : -1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? n - 1 : chosen - 1);
      else if (event.key === "Escape") {
        input.value = typed;
        close();
      } else if (event.key === "Enter" && chosen >= 0) take(chosen);
      else return;
      event.preventDefault();
    });
  };
  if (input?.form.dataset.suggest) offerWords(input.form);
})();
