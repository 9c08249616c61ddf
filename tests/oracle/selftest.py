"""The reference on articles made by hand, with answers worked out by hand."""

import answers
import stemmer
from articles import Collection
from evaluate import Evaluator, without_words
from language import ANY_WORD, All, And, Date, Field, Has, Leaf, Near, Not, Or, Pattern, show
from sentences import starts
from tokens import JOINED, tokenize

ARTICLES = [
    {"id": "a", "title": "Attack on the embassy", "date": "2022-01-21T14:00:00Z", "language": "en",
     "text": "Mr. Smith said the U.S. embassy was attacked. The prime minister left.\n\nA cease-fire held on Monday.",
     "persons": [{"name": "John Smith", "by": "dump"}, {"name": "Ann Lee", "by": "dump", "main": True}],
     "locations": ["Geneva", {"name": "Swiss Alps", "by": "inherited", "main": True}], "source": "The Gazette"},
    {"id": "b", "title": "Ukraine talks", "date": "2022-02", "language": "en-GB",
     "text": "The Ukrainian prime finance minister told us. A ceasefire was near. AT&T fell 3.5% to 1,250 at 5:09.",
     "persons": ["Lee Smith"], "organizations": ["NATO"], "locations": ["GENEVA", "Kyiv"], "source": "The Gazette"},
    {"id": "c", "title": "Woman and women", "date": "2021",
     "text": "Don't attack! Attacks by women go on. L'homme. 北京大学", "locations": ["Kyiv"], "source": "Wire"},
    {"id": "d", "title": "Undated", "text": "one two three four five\n\nsix seven eight nine ten one"},
]

WORDS = [
    ("U.S. R.T. J.K.Rowling", "us rt jk rowling"),
    ("don't O’Brien Reuter's", "don't o'brien reuter"),
    ("l'homme qu'il", "l homme qu il"),
    ("AT&T R&D Marks&Spencer AT&amp;T", "at&t r&d marks spencer at amp t"),
    ("3.5% 1,250 3,000,000 1,25 5:09", "3.5 1250 3000000 1 25 5:09"),
    ("F-16 cease-fire 2019-20 up-to-date", "f 16 +f16 cease fire +ceasefire 2019 20 up to date"),
    ("Łódź Straße café Øre", "lodz strasse cafe ore"),
    ("北约 东", "北约 约 东"),
    ("part\u00ading x\u00ad", "part ing +parting x"),
]

STEMS = {"attacks": "attack", "attacked": "attack", "countries": "countri", "country": "countri", "hopping": "hop",
         "hoping": "hope", "dying": "die", "generously": "generous", "relational": "relat", "agreed": "agre",
         "nationalization": "nation", "controlling": "control", "skies": "sky", "tied": "tie", "yes": "yes",
         "analogy": "analog", "happily": "happili", "conceited": "conceit", "bus": "bus", "gas": "gas", "kiwis": "kiwi",
         "vietnamization": "vietnam", "succeeding": "succeed", "knack": "knack", "universities": "univers"}

SENTENCES = [  # the first words
    ("He left. She stayed.", "he she"),
    ("Mr. Smith and Gen. X. Y left. Then", "mr then"),
    ("In the U.S. The end. U.S. Steel", "in the us"),
    ("Smith Co. The Co. Ltd", "smith the"),
    ("No. 5 said No. So", "no so"),
    ("Who? he said. “No!” She", "who no she"),
    ("It was “over.” (Then) it rose 3.5. And", "it then and"),
    ("Wait... what? “Yes", "wait yes"),
    ("One.Two", "one"),
    ("On Jan. 5 it fell\nby 3. 4 rose", "on 4"),
    ("The end\n\nof it", "the of"),
]


def word(text):
    return Leaf("word", (text,))


def literal(text):
    return Leaf("literal", (text,))


def phrase(*parts):
    return Leaf("phrase", parts)


def wild(text):
    return Leaf("word", (Pattern(text),))


def cs(child):
    return Field("cs", child)


QUERIES = [
    (word("attack"), "a c"),
    (literal("attack"), "a c"),
    (literal("attacks"), "c"),
    (word("woman"), "c"),
    (literal("women"), "c"),
    (Field("title", word("attacked")), "a"),
    (Field("title", literal("attacked")), ""),
    (phrase("prime minister"), "a"),
    (phrase("prime", ANY_WORD, "minister"), "b"),
    (phrase("held on"), "a"),
    (phrase("left a"), ""),
    (phrase("embassy mr"), ""),
    (word("cease-fire"), "a b"),
    (word("ceasefire"), "a b"),
    (phrase("cease fire"), "a"),
    (phrase("ceasefire held"), "a"),
    (phrase("a ceasefire"), "a b"),
    (phrase("a cease-fire was"), "b"),
    (word("1,250"), "b"),
    (word("AT&T"), "b"),
    (word("北京"), "c"),
    (word("北"), "c"),
    (word("京大"), "c"),
    (word("京学"), ""),
    (wild("ukrain*"), "b"),
    (wild("wom?n"), "c"),
    (wild("*ttack*"), "a c"),
    (wild("attack?"), "c"),
    (wild("3*"), "b"),
    (phrase(Pattern("min*"), "told"), "b"),
    (phrase("prime", Pattern("m?nister")), "a"),
    (cs(word("US")), "a"),
    (cs(word("us")), "b"),
    (cs(word("attack")), "c"),
    (cs(phrase("The prime")), "a"),
    (cs(wild("Ukrain*")), "b"),
    (cs(wild("ukrain*")), ""),
    (cs(Or((word("US"), word("Attacks")))), "a c"),
    (Field("title", cs(word("Attack"))), "a"),
    (Leaf("fuzzy", ("minster",)), "a b"),
    (Leaf("fuzzy", ("embasys",)), "a"),
    (Leaf("fuzzy", ("untied",)), ""),
    (Leaf("fuzzy", ("hled",)), "a"),
    (Has("person"), "a b"),
    (Has("actor"), "a b"),
    (Has("date"), "a b c"),
    (Not(Has("lang")), "c d"),
    (All(), "a b c d"),
    (Field("lang", word("en")), "a b"),
    (Field("lang", literal("en")), "a"),
    (Field("person", word("smith")), "a b"),
    (Field("person", phrase("lee smith")), "b"),
    (Field("person", phrase("smith ann")), ""),
    (Field("person", And((word("ann"), word("john")))), "a"),
    (Field("person", Near(word("smith"), word("lee"), 100)), "b"),
    (Field("person", Near(word("smith"), word("lee"), 102)), "a b"),
    (Field("actor", word("nato")), "b"),
    (Field("location", Leaf("exact", ("Geneva",))), "a b"),
    (Field("source", Leaf("exact", ("Gazette",))), ""),
    (Field("source", Leaf("exact", ("the gazette",))), "a b"),
    (Field("about", word("lee")), "a"),
    (Field("about", word("john")), ""),
    (Field("about", Near(word("lee"), word("swiss"), 101)), "a"),
    (Field("about", Leaf("exact", ("ann lee",))), "a"),
    (Field("about", Leaf("exact", ("ann",))), ""),
    (Has("about"), "a"),
    (Has("by"), "a b c"),
    (Field("by", word("dump")), "a b c"),
    (Field("by", word("inherited")), "a"),
    (Field("by", word("tagger")), ""),
    (Field("id", word("a")), "a"),
    (Field("id", wild("a*")), "a"),
    (Date("date", "2022"), "a b"),
    (Date("date", "2022-01-21"), "a"),
    (Date("date", "2022-02-01"), ""),
    (Date("date", "2021", "2022-01"), "a c"),
    (Date("date", "", "2021"), "c"),
    (Date("date", "2022-02", ""), "b"),
    (Date("before", "2022-02"), "a c"),
    (Date("after", "2021"), "a b"),
    (Near(word("one"), word("three"), 2), "d"),
    (Near(word("three"), word("one"), 1), ""),
    (Near(word("three"), word("one"), 2, ordered=True), ""),
    (Near(word("one"), word("one"), 20), "d"),
    (Near(word("one"), word("one"), 19), ""),
    (Near(word("five"), word("six"), 10), ""),
    (Near(word("five"), word("six"), 11), "d"),
    (Near(word("undated"), word("one"), 100), ""),
    (Near(word("undated"), word("one"), 101), "d"),
    (Near(word("five"), word("six"), "P"), ""),
    (Near(word("one"), word("two"), "P"), "d"),
    (Near(word("embassy"), word("minister"), "S"), ""),
    (Near(word("smith"), word("attacked"), "S"), "a"),
    (Near(word("attacked"), word("smith"), "S", ordered=True), ""),
    (Near(word("attack"), word("embassy"), "S"), "a"),
    (Near(word("embassy"), word("minister"), "P"), "a"),
    (Near(phrase("two three"), word("five"), 2), "d"),
    (Near(phrase("two three"), word("three"), 9), ""),
    (Near(Near(word("two"), word("three"), 1), word("five"), 2), "d"),
    (Near(Near(word("one"), word("three"), 2), word("two"), 9), ""),
    (Near(word("one"), Near(word("nine"), word("ten"), 1), 1, ordered=True), ""),
    (Near(word("one"), Near(word("nine"), word("ten"), 1), 1), "d"),
    (Near(word("one"), word("two"), 1, negated=True), "d"),
    (Near(word("two"), word("one"), 1, negated=True), ""),
    (Near(word("two"), word("one"), 1, ordered=True, negated=True), "d"),
    (Near(word("minister"), word("prime"), 1, negated=True), "b"),
    (Near(word("minister"), word("embassy"), "S", negated=True), "a b"),
    (Near(And((word("two"), word("four"))), word("three"), 1), "d"),
    (Near(And((word("two"), word("five"))), word("three"), 1), ""),
    (Near(Or((word("two"), word("absent"))), word("three"), 1), "d"),
    (Near(word("eight"), And((word("six"), Or((word("ten"), word("x"))))), 2), "d"),
    (Near(cs(word("US")), word("embassy"), 1), "a"),
    (Field("title", Near(word("woman"), word("women"), 2), spread=True), "c"),
    (And((word("attack"), Not(word("embassy")))), "c"),
    (Not(Or((word("attack"), word("ten")))), "b"),
]

SHOWN = [
    (And((word("a"), Near(word("b"), word("c"), 5))), "a b W/5 c"),
    (Not(Near(word("a"), word("b"), 5)), "-a W/5 b"),
    (Not(Not(word("a"))), "-(-a)"),
    (Near(Near(word("a"), word("b"), 5), word("c"), "S", ordered=True), "a W/5 b PRE/S c"),
    (Near(word("a"), Near(word("b"), word("c"), 3, negated=True), 5), "a W/5 (b NOT W/3 c)"),
    (Near(Or((word("a"), word("b"))), And((word("c"), word("d"))), 5), "(a OR b) W/5 (c d)"),
    (Or((And((word("a"), Or((word("b"), word("c"))))), word("d"))), "a (b OR c) OR d"),
    (Field("title", Near(word("a"), phrase("b", ANY_WORD, "c"), 3), spread=True), 'title:a W/3 title:"b * c"'),
    (Field("title", cs(And((word("A"), literal("b"))))), "title:cs:(A =b)"),
    (Not(Field("person", Leaf("exact", ("x y",))), "NOT "), 'NOT person:="x y"'),
    (Date("date", "2022", ""), "date:2022.."),
]

WITHOUT_WORDS = [
    (And((word("a"), Has("org"), Not(word("b")), Field("person", word("x")))),
     And((Has("org"), Field("person", word("x"))))),
    (Or((word("a"), Has("org"))), All()),
    (Or((Has("person"), Has("org"))), Or((Has("person"), Has("org")))),
    (And((Not(Date("date", "2022")), And((word("a"), Has("url"))))),
     And((Not(Date("date", "2022")), And((Has("url"),))))),
    (word("a"), All()),
]


def check(name, given, wanted):
    if given == wanted:
        return 0
    print("self-test: %s: %s, not %s" % (name, given, wanted))
    return 1


def check_texts():
    wrong = 0
    for text, words in WORDS:
        wrong += check(text, " ".join("+" * (t.kind == JOINED) + t.term for t in tokenize(text)), words)
    for text, stem in STEMS.items():
        wrong += check(text, stemmer.stem(text), stem)
    for text, firsts in SENTENCES:
        tokens = tokenize(text)
        begins = starts(text, tokens)[0]
        wrong += check(text, " ".join(token.term for token in tokens if token.position in begins), firsts)
    return wrong


def check_answers(articles):
    a, b, c, d = articles
    wrong = check("facet", dict(answers.facet(articles, "location")), {"geneva": 2, "kyiv": 2, "swiss alps": 1})
    wrong += check("years", answers.timeline([a, c], articles, "year"), [("2021", 1, 1), ("2022", 1, 2)])
    wrong += check("months", answers.timeline([a, c], articles, "month"), [("2021", 1, 1), ("2022-01", 1, 1)])
    wrong += check("no dates", answers.timeline([d], articles, "month"), [])
    wrong += check("order", answers.is_sorted([x.date for x in (b, a, c, d)], newest=True), True)
    return wrong + check("undated first", answers.is_sorted([x.date for x in (d, c, a, b)], newest=False), False)


def run():
    """How much is wrong."""
    collection = Collection(ARTICLES)
    wrong = check_texts() + check_answers(collection.articles)
    for query, ids in QUERIES:
        found = " ".join(collection.articles[number].id for number in sorted(Evaluator(collection).find(query)))
        wrong += check(show(query), found, ids)
    wrong += sum(check("shown", show(query), text) for query, text in SHOWN)
    wrong += sum(check(show(query), without_words(query), filters) for query, filters in WITHOUT_WORDS)
    print("self-test: %d queries, %d texts, %d wrong" % (len(QUERIES), len(WORDS + SENTENCES) + len(STEMS), wrong))
    return wrong
