// What a page does beyond being read: tables are sorted, filtered and narrowed, claims are filtered, records searched.
// Without it everything is there to be read all the same. Texts are set as text; none ever becomes markup.
"use strict";

const SHOWN_AT_ONCE = 50;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function labelled(name, control) {
  return element("label", {}, name, control);
}

function choice(name, values) {
  const select = element("select", { name }, element("option", { value: "" }, "All"));
  for (const [value, count] of values) select.append(element("option", { value }, `${value} (${count})`));
  return select;
}

function counts(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

// The words of a text as synth/web/word_index.py has them: letters and digits, without case and accents.
function wordsOf(text) {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? [];
}

// Whether each of some words begins a word of a text, given as its words with a space before each.
function hasAll(words, text) {
  return words.every((word) => text.includes(" " + word));
}

function asText(node) {
  return " " + wordsOf(node.textContent).join(" ");
}

// Tables: a heading sorts, a field filters rows, boxes choose columns.

function compareCells(first, second) {
  const [a, b] = [first.textContent.trim(), second.textContent.trim()];
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  return a.localeCompare(b, "en", { numeric: true });
}

function improveTable(table) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const rows = [...body.rows];

  headings.forEach((heading, column) => {
    const button = element("button", { type: "button" }, heading.textContent);
    heading.replaceChildren(button);
    heading.ariaSort = "none";
    button.addEventListener("click", () => {
      const ascending = heading.ariaSort !== "ascending";
      for (const other of headings) other.ariaSort = "none";
      heading.ariaSort = ascending ? "ascending" : "descending";
      const sorted = [...rows].sort((a, b) => compareCells(a.cells[column], b.cells[column]) * (ascending ? 1 : -1));
      body.append(...sorted);
    });
  });

  const field = element("input", { type: "search", autocomplete: "off" });
  const shown = element("output", {}, `${rows.length} rows`);
  field.addEventListener("input", () => {
    const words = wordsOf(field.value);
    for (const row of rows) row.hidden = !hasAll(words, asText(row));
    shown.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
  });

  const boxes = headings.map((heading, column) => {
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      for (const row of table.rows) row.cells[column].hidden = !box.checked;
    });
    return element("label", {}, box, " " + heading.textContent);
  });
  const columns = element("details", {}, element("summary", {}, "Columns"), ...boxes);
  table.parentElement.before(element("div", { className: "controls" }, labelled("Filter", field), columns, shown));
}

// Claims: by mark, theme, paper and words.

function improveClaims(list) {
  const claims = [...list.children];
  const selects = ["mark", "theme", "paper"].map((name) => choice(name, counts(claims.map((claim) => claim.dataset[name]))));
  const field = element("input", { type: "search", autocomplete: "off" });
  const shown = element("output", {}, `${claims.length} claims`);
  const filter = () => {
    const words = wordsOf(field.value);
    for (const claim of claims) {
      const chosen = selects.every((select) => !select.value || claim.dataset[select.name] === select.value);
      claim.hidden = !chosen || !hasAll(words, asText(claim));
    }
    shown.textContent = `${claims.filter((claim) => !claim.hidden).length} of ${claims.length} claims`;
  };
  field.addEventListener("input", filter);
  for (const select of selects) select.addEventListener("change", filter);
  const named = selects.map((select) => labelled(select.name[0].toUpperCase() + select.name.slice(1), select));
  list.before(element("div", { className: "controls" }, labelled("Filter", field), ...named, shown));
}

// Records: search as one types, filters and sorting over all of them, wherever the page of the index ends.

// In the order in which a field of the form offers them.
function byOption(name) {
  const place = (record) => document.querySelector(`form.search [name="${name}"] [value="${record[name]}"]`)?.index;
  return (a, b) => place(a) - place(b);
}

const ORDERS = {
  newest: (a, b) => b.date.localeCompare(a.date),
  oldest: (a, b) => a.date.localeCompare(b.date),
  score: (a, b) => (b.score ?? -1) - (a.score ?? -1),
  certainty: byOption("certainty"),
  status: byOption("status"),
  tier: byOption("tier"),
  topic: (a, b) => a.topics.join().localeCompare(b.topics.join(), "en"),
  title: (a, b) => a.title.localeCompare(b.title, "en"),
};

let records;

// search.js sets RECORDS. It is a script and no JSON so that a site opened from a folder can be searched too.
function loadRecords() {
  records ??= new Promise((resolve, reject) => {
    const script = element("script", { src: "search.js", onerror: reject });
    script.onload = () => resolve(RECORDS);
    document.head.append(script);
  });
  return records;
}

function recordItem(record) {
  return element(
    "li",
    {},
    element("h2", {}, element("a", { href: `${record.page}/index.html` }, record.title)),
    element("p", {}, record.headline),
    element("p", { className: "meta" }, record.facts.join(" · ")),
  );
}

function improveIndex(form) {
  const results = document.getElementById("results");
  const asWritten = [...results.childNodes];
  const shown = form.querySelector("output");

  const show = (found, most) => {
    const list = element("ol", { className: "records plain" }, ...found.slice(0, most).map(recordItem));
    results.replaceChildren(list);
    if (found.length > most) {
      const more = element("button", { type: "button", className: "more" }, "Show more");
      more.addEventListener("click", () => show(found, most + SHOWN_AT_ONCE));
      results.append(more);
    }
    shown.textContent = `${found.length} found`;
  };

  const search = async () => {
    const all = await loadRecords();
    const wanted = Object.fromEntries(new FormData(form));
    const given = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    history.replaceState(null, "", "#" + given);
    if (!given.size) {
      results.replaceChildren(...asWritten);
      shown.textContent = "";
      return;
    }
    const words = wordsOf(wanted.q);
    const found = all.filter(
      (record) =>
        hasAll(words, " " + record.words) &&
        (!wanted.topic || record.topics.includes(wanted.topic)) &&
        ["status", "certainty", "tier"].every((name) => !wanted[name] || record[name] === wanted[name]) &&
        (!wanted.score || (record.score ?? -1) >= wanted.score) &&
        (!wanted.since || record.date >= wanted.since),
    );
    const inTitle = (record) => (words.length && hasAll(words, " " + wordsOf(record.title).join(" ")) ? 0 : 1);
    found.sort(wanted.sort ? ORDERS[wanted.sort] : (a, b) => inTitle(a) - inTitle(b) || ORDERS.newest(a, b));
    show(found, SHOWN_AT_ONCE);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", search);
  form.addEventListener("focusin", loadRecords, { once: true });
  const given = new URLSearchParams(location.hash.slice(1));
  for (const control of form.elements) if (given.get(control.name)) control.value = given.get(control.name);
  if (given.size) search();
}

// A link to a claim opens it, and paper has everything open.

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) if (node.localName === "details") node.open = true;
  const inside = target.matches(".claims > li") && target.querySelector("details");
  if (inside) {
    target.hidden = false;
    inside.open = true;
  }
  target.scrollIntoView();
}

function improvePrinting() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });
}

document.querySelectorAll("table.data").forEach(improveTable);
document.querySelectorAll("ol.claims").forEach(improveClaims);
document.querySelectorAll("form.search").forEach(improveIndex);
if (document.querySelector("article")) {
  addEventListener("hashchange", openTarget);
  openTarget();
}
improvePrinting();
