"""How a cost grows with the number of articles: a + b n, or a n^b, whichever is nearer to what was measured."""
import math
from typing import NamedTuple

ALIKE = 0.005  # a straight line is taken where it is no further off than this behind the power


class Fit(NamedTuple):
    kind: str  # "a + b n" or "a n^b"
    a: float
    b: float
    off: float  # the greatest of the relative residuals

    def at(self, n):
        return self.a + self.b * n if self.kind == "a + b n" else self.a * n ** self.b

    def text(self):
        if self.kind == "a + b n":
            return f"{self.a:.3g} {'-' if self.b < 0 else '+'} {abs(self.b):.3g} n"
        return f"{self.a:.3g} n^{self.b:.3f}"


def best(points):
    """Of (n, cost) pairs, all above 0, at two sizes at least."""
    line, curve = _line(points), power(points)
    return line if line.off <= curve.off + ALIKE else curve


def _line(points):
    """Least squares of relative residuals: small archives count as much as large ones."""
    rows = [(1 / y, n / y) for n, y in points]
    aa, ab, bb = (sum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a1, b1 = sum(row[0] for row in rows), sum(row[1] for row in rows)
    whole = aa * bb - ab * ab
    return _measured("a + b n", (a1 * bb - b1 * ab) / whole, (aa * b1 - ab * a1) / whole, points)


def power(points):
    """Least squares of the logarithms."""
    xs, ys = [math.log(n) for n, _ in points], [math.log(y) for _, y in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    b = sum((u - x) * (v - y) for u, v in zip(xs, ys)) / sum((u - x) ** 2 for u in xs)
    return _measured("a n^b", math.exp(y - b * x), b, points)


def _measured(kind, a, b, points):
    fit = Fit(kind, a, b, 0.0)
    return fit._replace(off=max(abs(fit.at(n) / y - 1) for n, y in points))
