"""What is told about the articles that were found: counts of values, timelines, order."""

from collections import Counter

FACETS = ("person", "org", "location", "source", "topic", "section", "author")
DIGITS = {"year": 4, "month": 6}


def facet(articles, field):
    """How many of the articles have each value, whatever its spelling."""
    return Counter(value for article in articles for value in article.exact[field])


def main(articles, field):
    """How many of the articles are about each value that they have."""
    return Counter(value for article in articles for value in article.main.get(field, ()))


def bucket(article, period):
    """The part of the date that names the period; shorter where no more is known."""
    digits = article.date[:DIGITS[period]]
    return digits[:4] + "-" + digits[4:] if len(digits) > 4 else digits


def timeline(articles, of, period):
    """[(from, count, of)] from the first to the last match; only where there are articles."""
    counts, totals = (Counter(bucket(article, period) for article in group if article.date)
                      for group in (articles, of))
    return [(name, counts[name], totals[name]) for name in sorted(totals)
            if counts and min(counts) <= name <= max(counts)]


def is_sorted(dates, newest):
    """Are these dates, as digits, in order, with those that are not known at the end?"""
    known = [date for date in dates if date]
    return known == sorted(known, reverse=newest) and dates[:len(known)] == known
