"""Many articles out of few: the given ones again and again, each time with other paragraphs under other ids."""
import json
import random

WINDOW = 64  # so many articles exchange titles and paragraphs; no more than these are in memory
MOVED = 1 / 3  # share of the paragraphs that go to another article; the more, the less an article is about one thing


class Given:
    """A dump of JSON Lines, read by the place of its lines: what is kept in memory is where they begin."""

    def __init__(self, path):
        self.lines, self.starts, place = open(path, "rb"), [], 0
        for line in self.lines:
            if line.strip():
                self.starts.append(place)
            place += len(line)
        if not self.starts:
            self.lines.close()
            raise ValueError(f"{path}: no articles in it")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, number):
        self.lines.seek(self.starts[number])
        return json.loads(self.lines.readline())


def articles(given, count, seed):
    """`count` articles. Each round goes once over the given ones, in an order of its own, and is made of these alone."""
    for turn in range((count + len(given) - 1) // len(given)):
        draw = random.Random(f"{seed}/{turn}")
        order = list(range(len(given)))
        draw.shuffle(order)
        left = count - turn * len(given)
        for at in range(0, min(left, len(given)), WINDOW):
            window = [given[number] for number in order[at:at + WINDOW]]
            yield from mixed(window, turn, draw)[:left - at]


def mixed(window, turn, draw):
    """The window's articles with titles and MOVED of the paragraphs exchanged, and the rest in another order."""
    texts = [(record.get("text") or "").split("\n\n") for record in window]
    titles = [record.get("title") for record in window]
    draw.shuffle(titles)
    for text in texts:
        draw.shuffle(text)
    _exchange(texts, draw)
    for record, title, text in zip(window, titles, texts):
        record.update(id=f"{record['id']}-{turn}", title=title, text="\n\n".join(text))
        if record.get("url"):
            record["url"] += f"#{turn}"
    return window


def _exchange(texts, draw):
    places = [(text, at) for text in texts for at in range(len(text)) if draw.random() < MOVED]
    moved = [text[at] for text, at in places]
    draw.shuffle(moved)
    for (text, at), paragraph in zip(places, moved):
        text[at] = paragraph


def write(given, count, seed, out):
    for record in articles(given, count, seed):
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
