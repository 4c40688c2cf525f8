"""What frequent exceptions mean: from Python's words to the learner's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer


@dataclass(frozen=True)
class Meaning:
    """An exception as it is raised: its type, patterns for its message and for the learner's line; what it means.

    Named groups of the patterns can be named in what it says.
    """

    raised: str
    error: str
    says: str
    line: str = ""
    shapes: str = ""


_TRUTH = r"truth value of an array"
_PRODUCT = r"^matmul|^shapes .* not aligned"
# What meets in a product: matmul names the second array's side first, dot the first one's.
_SIDES = (
    r"^matmul.*size (?P<second>\d+) is different from (?P<first>\d+)",
    r"^shapes .* not aligned: (?P<first>\d+) .*!= (?P<second>\d+)",
)
_SHAPE = r"\((?:\d+,?)+\)"
# One comparison, and not several joined, which np.where cannot take as they stand.
_COMPARISON = r"\b(?:el)?if (?P<condition>(?:(?!\b(?:and|or|not)\b)[^:])+?[<>=](?:(?!\b(?:and|or|not)\b)[^:])+?)"
_COMPARISON += r"(?: else\b|: |:$)"

MEANINGS = (
    Meaning(
        "TypeError",
        r"^'(?:numpy\.)?(?:ndarray|(?:u?int|float|complex)\d*)' object is not callable",
        sentences.CALLED_A_NUMBER,
    ),
    Meaning("ValueError", _TRUTH, sentences.IF_ON_AN_ARRAY, line=_COMPARISON),
    Meaning("ValueError", _TRUTH, sentences.TRUTH_OF_AN_ARRAY, line=r"\b(?:if|elif|while|and|or|not)\b"),
    Meaning("ValueError", _TRUTH, sentences.MAX_OF_AN_ARRAY, line=r"(?<!\.)\b(?P<which>max|min)\("),
    Meaning("ValueError", _TRUTH, sentences.ARRAY_FOR_A_TRUTH),
    *(Meaning("ValueError", sides, sentences.PRODUCT_OF_SHAPES, shapes=r"\), ") for sides in _SIDES),
    Meaning("ValueError", _PRODUCT, sentences.PRODUCT),
    Meaning("TypeError", r"^can't multiply sequence|^bad operand .*'(?:tuple|list)'$", sentences.SEQUENCE_ARITHMETIC),
    Meaning("TypeError", r"^unsupported operand .*'(?:tuple|list)'", sentences.SEQUENCE_ARITHMETIC),
    Meaning("TypeError", r"^'NoneType' object", sentences.CHANGED_IN_PLACE, line=r"\.(?P<method>reverse|sort)\(\)"),
    Meaning("UnboundLocalError", r"local variable '(?P<unknown>\w+)'", sentences.NO_VALUE_YET),
    Meaning(
        "ValueError",
        rf"^operands could not .* remapped shapes .*: (?P<first>{_SHAPE}) .*requested shape (?P<second>{_SHAPE})",
        sentences.BROADCAST_TO,
    ),
    Meaning("ValueError", r"^input operand has more dimensions", sentences.BROADCAST_TO_FEWER, line=r"broadcast_to"),
    Meaning(
        "ValueError",
        rf"^operands could not be broadcast together with shapes (?P<first>{_SHAPE}) (?P<second>{_SHAPE}) ?$",
        sentences.ENTRY_BY_ENTRY,
    ),
    Meaning(
        "ValueError",
        rf"^non-broadcastable .* shape (?P<first>{_SHAPE}) .* shape (?P<second>{_SHAPE})",
        sentences.ENTRY_INTO,
    ),
    Meaning(
        "ValueError", r"^cannot reshape array of size (?P<size>\d+) into shape \((?P<shape>.*)\)", sentences.RESHAPED
    ),
    Meaning(
        "AxisError", r"^axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<number>\d+)", sentences.NO_AXIS
    ),
    Meaning("IndexError", r"^(?P<kind>list|tuple) index out of range", sentences.NO_SUCH_PLACE),
    Meaning(
        "TypeError", r"^unsupported operand .*'(?:function|method|builtin_function_or_method)'", sentences.NOT_CALLED
    ),
    Meaning("NameError", r"^name '(?P<unknown>\w+)' is not defined", sentences.UNKNOWN_NAME),
    Meaning("TypeError", r"^float\(\) argument must be .* not 'complex'", sentences.COMPLEX_FOR_A_FLOAT),
    Meaning("ValueError", r"^setting an array element with a sequence", sentences.ARRAY_INTO_A_PLACE),
    Meaning("TypeError", r"^only .* arrays can be converted", sentences.MATH_ON_AN_ARRAY, line=r"\bmath\."),
)


def explain(answer: Answer) -> str:
    """What the exception of an answer means, in a sentence, or an empty text."""
    for meaning in MEANINGS:
        if meaning.raised != answer.raised:
            continue
        pairs = ((meaning.error, answer.error), (meaning.line, answer.line), (meaning.shapes, answer.shapes))
        matches = [re.search(pattern, text) for pattern, text in pairs]
        if all(matches):
            groups = {name: text for match in matches if match for name, text in match.groupdict().items()}
            groups = {name: re.sub(r"(?<=\d),(?=\d)", ", ", text) for name, text in groups.items()}  # (4,3) is (4, 3)
            return meaning.says.format(shapes=answer.shapes, **groups)
    return ""
