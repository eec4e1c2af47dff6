"""How alike two words are (0-1), and what a birth date says about a listed one."""

from rapidfuzz.distance import OSA, JaroWinkler

FLOOR = 0.62
ROMANISED = 0.96
BONES = 0.86
INITIAL = 0.7


def likeness(
    asked: str, asked_smooth: str, asked_bones: str, other: str, other_smooth: str, other_bones: str
) -> float:
    """1 for the same word, 0 below FLOOR.

    The best of: the letters as they are, the letters after romanisations were brought together,
    and the consonants (vowels are lost in Arabic and Hebrew script).
    """
    if asked == other:
        return 1.0
    best = _edits(asked, other)
    if best < ROMANISED:
        best = max(best, ROMANISED * _edits(asked_smooth, other_smooth))
    if asked_bones == other_bones and len(asked_bones) > 1:
        best = max(best, BONES)
    return best if best >= FLOOR else 0.0


def _edits(first: str, second: str) -> float:
    """Edits (neighbours swapped count once) blended with Jaro-Winkler, which trusts beginnings."""
    close = OSA.normalized_similarity(first, second)
    return 0.5 * close + 0.5 * JaroWinkler.similarity(first, second) if close > 0.4 else 0.0
