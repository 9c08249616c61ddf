// What npm's compromise finds: reads articles, a JSON string a line, and writes "start end TYPE" a name, in bytes of
// UTF-8, and "--" behind each article. Its views hold more than the bare name; what is taken off is said in README.md.
//
//     node compromise.mjs FOLDER-OF-compromise LIST-OF-TITLES < articles > found
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: nlp } = await import(pathToFileURL(`${process.argv[2]}/src/three.js`));

const titles = new Set(readFileSync(process.argv[3], "utf8").toLowerCase().replace(/[.]/g, "").split("\n"));
const VIEWS = [["PER", "people"], ["LOC", "places"], ["ORG", "organizations"]];
const POSSESSIVE = /['\u2019]s?$/;
const PARTICLE = /^(?:a[lst]|el|l[aeo]s?|d[aeiou]s?|de[lrn]|v[ao]n|ter|ten|zu|bin|ben|ibn|abu|y)$/;

const has = (term, tag) => term.tags.includes(tag);
const isTitle = (term) => has(term, "Honorific") ||
    (has(term, "Person") && !has(term, "FirstName") && titles.has(term.text.toLowerCase()));
const isSmall = (term) => /^\p{Ll}/u.test(term.text) && !PARTICLE.test(term.text);
const isCapital = (term) => /^\P{L}*\p{Lu}/u.test(term.text);
const isJunior = (term) => /^(?:[js]r|i{1,3}|iv)$/i.test(term.text);

// A view's words, apart where a comma, a dash or a bracket stands between them: "Nairobi, Kenya" is two places.
function* runs(terms) {
    let run = [];
    for (const term of terms) {
        const last = run.at(-1);
        if (last && /[^\s.'"\u2019]/.test(last.post + term.pre) && !isJunior(term)) {
            yield run;
            run = [];
        }
        run.push(term);
    }
    yield run;
}

// The bare name: no title, no "the" and no other small word before it, no small word and no possessive behind it; nothing
// where only a title is left. What has no capital at all stays as it is: people write tweets like that.
function bare(terms) {
    const written = terms.some(isCapital);
    let first = 0, last = terms.length - 1;
    const isBefore = (term) => isTitle(term) || /^the$/i.test(term.text) || (written && isSmall(term));
    while (first <= last && isBefore(terms[first]))
        first++;
    while (written && last > first && isSmall(terms[last]))
        last--;
    if (first > last)
        return null;
    return { start: terms[first].offset.start + terms[first].text.lastIndexOf("/") + 1,
             end: terms[last].offset.start + terms[last].text.replace(POSSESSIVE, "").length };
}

// The names in their order; where two overlap, the one that begins first, and of those the longest.
export function names(text) {
    const doc = nlp(text);
    const found = VIEWS.flatMap(([type, view]) => doc[view]().json({ offset: true })
        .flatMap(({ terms }) => [...runs(terms)].map(bare).filter(Boolean).map((name) => ({ ...name, type }))));
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    let end = 0;
    return found.filter((name) => name.end > name.start && name.start >= end && ((end = name.end), true));
}

let out = "";
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const text = JSON.parse(line);
    let at = 0, bytes = 0; // of UTF-16, of UTF-8
    const place = (to) => {
        bytes += Buffer.byteLength(text.slice(at, to));
        at = to;
        return bytes;
    };
    for (const { start, end, type } of names(text))
        out += `${place(start)} ${place(end)} ${type}\n`;
    out += "--\n";
}
process.stdout.write(out);
