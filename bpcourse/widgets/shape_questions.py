"""What the shape builder asks, and how it answers (chapter 08). Each answer is read off the product that is built."""

from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shape_products import RIGHT, shape_text

SIZES = {"n": 5.0, "d": 3.0, "h": 2.0}
OTHER_WAY = "dW, lying the other way round"
STAYS, FITS_RIGHT, FITS_WRONG, NO_FIT = "it stays", "it fits, and is dX", "it fits, and is not dX", "it does not fit"


def _exchanged_to_do(_before: State, now: State) -> str:
    return "" if (now["left"], now["right"]) == ("Gᵀ", "X") else "Now choose Gᵀ on the left and X on the right."


def _exchanged(_before: State, now: State) -> str:
    if now["result_shape"] is None:
        return NO_FIT
    return "dW" if now["verdict"] == RIGHT else OTHER_WAY


def _explain_exchanged(_before: State, now: State) -> str:
    return (
        f"The {int(now['n'])} samples stand in the middle of {shape_text(now['shapes'][0])} @ "
        f"{shape_text(now['shapes'][1])} and disappear; {shape_text(now['result_shape'])} is left, a row for each unit"
        ". The sums are those of dW, with rows and columns exchanged. To have dW itself, turn X and not G: Xᵀ @ G."
    )


def _operation_to_do(_before: State, now: State) -> str:
    return "" if now["verdict"] == RIGHT else "Now choose the operation, until the result is what is wanted."


def _more_samples(_before: State, now: State) -> str:
    return "" if now["n"] == 8 else "Now move N to 8."


def _growth(before: State, now: State) -> str:
    (rows, columns), (more_rows, more_columns) = before["result_shape"], now["result_shape"]
    if more_rows > rows:
        return "more rows"
    return "more columns" if more_columns > columns else STAYS


def _explain_growth(_before: State, now: State) -> str:
    return (
        f"dW is {shape_text(now['result_shape'])} for 5 samples and for 8: the shape of W. More samples are more terms "
        "in each of its sums, and more columns of Xᵀ to add over."
    )


def _fewer_inputs(_before: State, now: State) -> str:
    return "" if now["d"] == now["h"] else "Now move D to 2."


def _square(_before: State, now: State) -> str:
    if now["result_shape"] is None:
        return NO_FIT
    return FITS_RIGHT if now["verdict"] == RIGHT else FITS_WRONG


def _explain_square(before: State, now: State) -> str:
    return (
        f"With D = {int(before['d'])} the product did not exist. With D = H = {int(now['d'])} it has the shape of X, "
        "and W stands where Wᵀ belongs. No error comes. So do not test a layer with D = H."
    )


def _explain_sum(_before: State, now: State) -> str:
    return (
        f"Axis 0 counts the samples, axis 1 the units. {now['operation']} adds the samples up and leaves one number "
        "for each unit: the shape of b."
    )


SHAPE_QUESTIONS = (
    Question(
        text="X @ G does not fit. Somebody turns G, puts it on the left, and tries Gᵀ @ X. What comes out?",
        choices=("dW", OTHER_WAY, NO_FIT),
        start={**SIZES, "goal": "dW", "left": "X", "operation": "@", "right": "G"},
        unlocks=("left", "right"),
        to_do=_exchanged_to_do,
        outcome=_exchanged,
        explain=_explain_exchanged,
    ),
    Question(
        text="dW = Xᵀ @ G, with 5 samples. What happens to the shape of dW when the batch has 8?",
        choices=("more rows", "more columns", STAYS),
        start={**SIZES, "goal": "dW", "left": "Xᵀ", "operation": "@", "right": "G"},
        unlocks=("n",),
        to_do=_more_samples,
        outcome=_growth,
        explain=_explain_growth,
    ),
    Question(
        text="Somebody forgot to transpose: dX = G @ W. It does not fit. What if the layer had 2 inputs, as it has 2 "
        "units?",
        choices=(FITS_RIGHT, FITS_WRONG, NO_FIT),
        start={**SIZES, "goal": "dX", "left": "G", "operation": "@", "right": "W"},
        unlocks=("d",),
        to_do=_fewer_inputs,
        outcome=_square,
        explain=_explain_square,
    ),
    Question(
        text="db has the shape of b, (2,). G is (5, 2). Along which axis is G summed?",
        choices=("axis 0", "axis 1"),
        start={**SIZES, "goal": "db", "left": "G", "operation": "@", "right": "G"},
        unlocks=("operation",),
        to_do=_operation_to_do,
        outcome=lambda _before, now: f"axis {now['operation'][-2]}",
        explain=_explain_sum,
    ),
)
