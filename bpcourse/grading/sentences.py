"""The judge's own sentences, as templates. An exercise's sentences stand in its declaration.

Every sentence says what was seen and what to do about it; a second language is a second module like this one.
"""

CORRECT_HERE = "Correct: {right} of {total} cases here. Grading draws new numbers."
CORRECT_GRADED = "Correct: {right} of {total} cases."
CORRECT_VALUE = "Correct."
CORRECT_PROVED = (
    "Correct: it agrees with the reference at all {points} points, and SymPy proves it equal to the reference."
)
CORRECT_AT_POINTS = (
    "Correct: it agrees with the reference at all {points} points, and they decide. SymPy found no short proof that "
    "the two are equal everywhere."
)
NOT_ATTEMPTED_FUNCTION = (
    "Not attempted yet. Write your code in place of `raise NotImplementedError`, run that cell, then check again."
)
NOT_ATTEMPTED_VALUE = "Not attempted yet. Put your answer in place of `None`, run that cell, then check again."
NOT_ATTEMPTED_MEND = (
    "Not mended yet: on every case it still gives what the broken program gives. Find the mistake, mend it, run that "
    "cell, then check again."
)
CHANGED_INPUT = "Correct, but you changed {names} in place. Whoever called your function still needs the old values."
CHANGED_INPUT_LOOK = "work on a copy (`x = x.copy()` makes one of x), or put the result into something new."

# An exercise that calls another one.
HELPER_UNWRITTEN = (
    "Your `{name}` calls `{helper}`, which is not written yet. Write `{helper}` first, run its cell, then check again. "
    "Nothing is wrong with `{name}` so far."
)
HELPER_UNWRITTEN_BELOW = (
    "Your `{name}` calls `{first}`, which needs `{helper}`, and `{helper}` is not written yet. Write `{helper}` first, "
    "run its cell, then check again. Nothing is wrong with `{name}` so far."
)
HELPER_WRONG = (
    "Your `{name}` calls `{helper}`, and `{helper}` is not right yet. Mend `{helper}` first: run `check({helper})`. "
    "`{name}` may be right."
)
HELPER_WRONG_ONLY = (
    "Your `{name}` calls `{helper}`, and `{helper}` is not right yet. Mend `{helper}` first: run `check({helper})`. "
    "With a right `{helper}`, your `{name}` is right."
)
HELPER_WRONG_TOO = (
    "Your `{name}` calls `{helper}`, and `{helper}` is not right yet. Mend `{helper}` first: run `check({helper})`. "
    "`{name}` has a mistake of its own as well. {message}"
)

# What a function did instead of returning numbers.
RAISED_ALWAYS = "Your code stopped with {raised}: {error}."
RAISED_SOMETIMES = "Your code stopped with {raised} on {what}: {error}."
RETURNED_NONE = "Your function returned None. It needs a `return` line that hands back the result."
PRINTED = "Your function printed its result and returned None. Use `return` in place of `print`."
NOT_A_FUNCTION = "`{name}` is {given}; expected a function: `def {name}(...):`."
UNREADABLE_RETURN = "Your function returned {why}; expected {expected}."
RETURNED_FORMULA = (
    "Your function returned a SymPy formula: SymPy's `exp` builds formulas. For numbers and arrays write `np.exp`."
)
TIMEOUT = "It did not finish in time on {what}. Look for a loop that never ends."
STOPPED = "The process that ran it ended early on {what}: {how}."

# Several intermediates, and several mistakes.
BOTH_NAMES = "{first}, and {second}"
BOTH = "Two things at once. {first} {second}"
FOLLOWS = "{message} What follows from it, {later}, is right for your `{first}`: mend that one first."
PARTS_MISSING = "Your function should return {names}, in this order; it returned {got}."

# How its work grew, in executed lines.
TOO_MANY_LINES = "Your code does too much work: it was stopped after {most} lines on {what}."
LINES_GREW = "Your code does too much work: it executed {counts}, and was stopped after {most} lines on {what}."
EXPONENTIAL = (
    "Each further step of the input multiplies the work: the growth is exponential. Something is worked out again "
    "and again; work it out once, keep it, and look it up."
)
TWICE_THE_SIZE = "An input twice as large makes {factor} times the work."

# What frequent exceptions mean.
CALLED_A_NUMBER = (
    "Python read parentheses after a number or an array as a call. Multiplication needs a star: `a * (1 - a)`."
)
IF_ON_AN_ARRAY = (
    "`if {condition}` asks one question of a whole array. `np.where({condition}, ..., ...)` asks it entry by entry."
)
TRUTH_OF_AN_ARRAY = (
    "`if`, `and` and `or` ask one question of a whole array. `np.where(condition, ..., ...)` asks it entry by entry; "
    "`np.all(condition)` and `np.any(condition)` make one answer of it. Or should there be one number, not an "
    "array?"
)
MAX_OF_AN_ARRAY = (
    "`{which}` asks one question of a whole array. `np.{which}imum(a, b)` asks it entry by entry. Or should there be "
    "one number, and not an array?"
)
ARRAY_FOR_A_TRUTH = "A whole array stands where one number, or one answer yes or no, is asked for."
PRODUCT_OF_SHAPES = (
    "The shapes do not fit together: {shapes}. A side of {first} meets one of {second}; in `a @ b`, the last side of a "
    "is as long as the first side of b: (N, D) @ (D, H), or (N, D) @ (D,)."
)
PRODUCT = (
    "The shapes do not fit together in a matrix product. In `a @ b`, the last side of a is as long as the first side "
    "of b: (N, D) @ (D, H), or (N, D) @ (D,)."
)
ENTRY_BY_ENTRY = (
    "The shapes do not fit together: {first} meets {second}. `*`, `+`, `-` and `/` go entry by entry and need two "
    "arrays of one shape, or sides of length 1. The matrix product is `@`."
)
ENTRY_INTO = "An array keeps its shape: what has shape {second} does not go into one of shape {first}."
BROADCAST_TO = (
    "`np.broadcast_to` makes copies, up to a larger shape: {first} does not become {second}, and nothing is added up."
)
BROADCAST_TO_FEWER = (
    "`np.broadcast_to` makes copies, up to a larger shape: it takes no axis away, and nothing is added up."
)
RESHAPED = "`reshape` keeps every number: {size} of them do not fill the shape ({shape}). It adds nothing up."
NO_AXIS = "There is no axis {axis} in an array of {number} axes; they count from 0."
NO_SUCH_PLACE = (
    "An index runs past the end of a {kind}. Places count from 0: the last one is the length minus 1. (A shape has one "
    "place for each axis.)"
)
NOT_CALLED = "A function stands where its result is needed. Call it: its name, then its argument in parentheses."
UNKNOWN_NAME = "Nothing is called `{unknown}`: a cell above has not been run, or the name is misspelt."
NO_VALUE_YET = (
    "This line reads `{unknown}` before it has a value. `+=` reads it as well: give it a value first, such as 0."
)
SEQUENCE_ARITHMETIC = (
    "Python does not compute with a whole tuple or list. Take the numbers out of it: `first, second = pair`, or an "
    "index such as `pair[0]`."
)
CHANGED_IN_PLACE = (
    "`.{method}()` changes the list where it is, and gives back None. Call it on a line of its own. `reversed(...)` "
    "and `sorted(...)` leave the list alone."
)
COMPLEX_FOR_A_FLOAT = (
    "A complex number was put where a float belongs, which has no room for an imaginary part. What in that line is "
    "complex, and should be real?"
)
ARRAY_INTO_A_PLACE = (
    "A whole array was put into a place for one number. Take one entry of it, or add it up with `np.sum`. Or is a "
    "function to give one number, and gives an array?"
)
MATH_ON_AN_ARRAY = (
    "The functions of `math` take one number. Those of `np` take an array too: `np.exp` in place of `math.exp`."
)

# How wrong numbers look. WHERE stands for the part of the answer that is wrong.
WHERE = "<where>"
WRONG_KIND = "{where} is {got}; expected {expected}."
KEYS = "a dict with the keys {keys}"
WRONG_SHAPE = "{where} has shape {got}; expected {expected}."
SAME_FOR_EVERY_CASE = "{where} is {value} on every case: it does not depend on the inputs. Compute it from them."
ALL_CASES = "{where} has the right shape, but the wrong numbers."
ALL_NUMBERS = "{where} is a number, as it should be, and the wrong one on every case."
SOME_CASES = "Right on {right} of {total} cases; wrong on {what}."
AND_OTHERS = "{some} and {number} others"
EXAMPLE_ONLY = (
    "Right on {what}, and on no other numbers. Is something of that example written into your code, in place of what "
    "your function is given?"
)
ALSO_CHANGED = (
    "{message} You also changed {names} in place: whatever reads it afterwards reads your numbers. Work on a copy."
)

# What gives a wrong shape: borne out by the numbers, or suggested by the shape alone.
SAME_NUMBERS = "The numbers are right, and only the shape is not: `reshape`, or an index, gives it another one."
IS_TRANSPOSED = "These are the right numbers, transposed: rows and columns have changed places."
IS_ADDED_UP = "These are the right numbers, added up over axis {axis}, of length {size}. Leave that sum out."
IS_AVERAGED = "These are the right numbers, averaged over axis {axis}, of length {size}. Leave that mean out."
IS_ADDED_UP_WHOLLY = "That is the sum of the right numbers. Leave that sum out."
IS_NOT_ADDED_UP = (
    "The right result is what your numbers give when they are added up over axis {axis}, of length {size}: "
    "`.sum(axis={axis})` is missing."
)
IS_NOT_AVERAGED = (
    "The right result is the mean of your numbers over axis {axis}, of length {size}: `.mean(axis={axis})` is missing."
)
MAYBE_SPREAD = (
    "A shape ({size}, 1) that meets a shape ({size},) is spread into a table ({size}, {size}). Bring both to one shape "
    "first."
)
MAYBE_TRANSPOSED = "That is the shape of the transpose: look at the order of a product, or for a missing `.T`."
MAYBE_ADDED_UP = "Axis {axis}, of length {size}, is gone: something was added up, or taken out, that should stay."
MAYBE_NOT_ADDED_UP = "There is an axis more, of length {size}: something is not added up over axis {axis}."

# Where an inf or a nan comes from.
NOT_FINITE = "{where} contains {got}. {cause}"
TOO_LARGE = "Somewhere a number became too large, or 0 was divided by 0."
EXP_OVERFLOWS = (
    "It does so where {name} = {value}: `np.exp({exponent})` is inf, and inf / inf, inf - inf and 0 * inf are nan. "
    "Write it so that exp is taken of negative numbers only."
)
EXP_IS_INF = (
    "It does so where {name} = {value}: `np.exp({exponent})` is inf. Write it so that exp is taken of negative numbers "
    "only."
)
NAN_AT_ZERO = "It does so where {name} is 0: 0 / 0 and 0 * log(0) are nan. That case needs a branch of its own."
INF_AT_ZERO = "It does so where {name} is 0: log(0) and 1 / 0 are infinite. That case needs a branch of its own."

# What wrong numbers have in common with the right ones.
TRUTH_VALUES = "<where> holds True and False where numbers are expected. A comparison gives truth values."
WHOLE_NUMBERS = (
    "<where> holds the right numbers without their digits after the point. An array of integers keeps none: make it "
    "with `dtype=float`, and divide with `/`, not `//`."
)
COMPLEX = "<where> holds complex numbers with the right real part. Return the real part: `.real`."
SINGLE_PRECISION = "<where> was computed in {dtype}, and is right as far as that goes. Compute in float64, the default."
CONSTANT_FACTOR = "<where> is exactly {factor} times the right one, everywhere."
OPPOSITE_SIGN = "<where> has the opposite sign everywhere."
IS_INPUT = "<where> is `{name}` itself, unchanged."
PLUS_INPUT = "<where> lacks a term: plus `{name}`, it is the right one."
MINUS_INPUT = "<where> has a term too many: minus `{name}`, it is the right one."
OFFSET = "<where> is the right one plus {offset}, everywhere."
UPSIDE_DOWN = "<where> is upside down: it is 1 divided by the right one."
SQUARED = "<where> is the square of the right one."
ROOT = "<where> is the square root of the right one."
COMPLEMENT = "<where> is 1 minus the right one."
EXP_OF = "<where> is exp of the right one."
LOG_OF = "<where> is the logarithm of the right one."
FACTOR_SEEN = "the length of `{name}` along axis {axis} ({lengths} on the cases)"
TIMES_LENGTH = "<where> is the right one times {seen}: a sum where a mean belongs, or a missing division. {beside}"
OVER_LENGTH = (
    "<where> is the right one divided by {seen}: a mean where a sum belongs, or one division too many. {beside}"
)
AND_SIGN = "The sign is the opposite one, too."
AND_FACTOR = "There is a factor {factor} beside it."
INPUT_MISSING = "<where> lacks a factor: times `{name}`, it is the right one."
INPUT_TOO_OFTEN = "<where> has a factor too many: it is the right one times `{name}`."
FACTOR_BY_CASE = "<where> has a factor too many or too few: it is {factors}."
FACTOR_ON = "{factor} times the right one on {what}"
FACTOR_BY_ROW = "<where> has a factor too many or too few, another one in each row: a factor of the sample is wrong."
FACTOR_BY_COLUMN = "<where> has a factor too many or too few, another one in each column."
TRANSPOSED_SQUARE = "<where> is transposed: rows and columns have changed places, and only the shape does not show it."
ROWS_REVERSED = "<where> holds the right numbers in reversed order along axis 0."
COLUMNS_REVERSED = "<where> holds the right numbers in reversed order along the last axis."
ALL_REVERSED = "<where> holds the right numbers in reversed order along every axis: turned by half a turn."
ROWS_ELSEWHERE = "<where> holds the right rows in another order."
ENTRIES_ELSEWHERE = "<where> holds the right numbers in other places."
LAST_ROW_ONLY = "<where> is right in its last row only: each round of a loop overwrites what it should add to."
FIRST_ROW_ONLY = "<where> is right in its first row only: a loop ends too early, or an index is always 0."
ALL_BUT_LAST_ROW = "<where> is right but for its last row: a loop ends one round too early."
ALL_BUT_FIRST_ROW = "<where> is right but for its first row: a loop begins one round too late."
SIGNS = "<where> has the right sizes, but the wrong sign in some entries."
EXCHANGED = "Right with `{one}` and `{other}` exchanged: each stands where the other belongs."
TURNED = "Right with -{name} in place of {name}: look for a minus sign at {name}."
ROUNDED = "Close, but rounded to {decimals}. Return all digits."
ONE_DECIMAL = "one decimal"
DECIMALS = "{number} decimals"
CLOSE = (
    "Close: your numbers agree with the right ones to about {digits} digits, and no further. Something is rounded on "
    "the way, or measured (perhaps with another step than asked for), or a small term is left out."
)

# What the cases have in common on which an answer is right, or wrong.
RIGHT_FOR_ONE = "It is right only where N = 1, where a sum, a mean and a single sample are the same."
WRONG_FOR_ONE = "It is wrong only where N = 1: an axis of length 1 is lost, or stands in for another."
RIGHT_WHERE_SYMMETRIC = "It is right only where a matrix is symmetric: a transpose is missing, or one too many."
WRONG_WHERE_SYMMETRIC = "It is wrong only where a matrix is symmetric."
RIGHT_WHERE_SQUARE = "It is right only where a matrix is square: its two sides are mixed up."
WRONG_WHERE_SQUARE = "It is wrong only where a matrix is square: rows are taken for columns, and no shape objects."
RIGHT_FOR_EQUAL_SHAPES = "It is right only where all inputs have one shape."
WRONG_FOR_EQUAL_SHAPES = "It is wrong only where all inputs have one shape."
RIGHT_FOR_NUMBERS = "It is right only for single numbers."
WRONG_FOR_NUMBERS = "It is wrong only for single numbers."
RIGHT_FOR_VECTORS = "It is right only where the inputs have one axis."
WRONG_FOR_VECTORS = "It is wrong only where the inputs have one axis."
RIGHT_FOR_TABLES = "It is right only where an input has two axes."
WRONG_FOR_TABLES = "It is wrong only where an input has two axes."
RIGHT_FOR_LARGE = "It is right only for large numbers."
WRONG_FOR_LARGE = "It is wrong only for large numbers."
RIGHT_WHERE_ZERO = "It is right only where an input is exactly 0."
WRONG_WHERE_ZERO = "It is wrong only where an input is exactly 0."
RIGHT_WHERE_POSITIVE = "It is right only where no input is negative."
WRONG_WHERE_POSITIVE = "It is wrong only where no input is negative."

# Steps to put in order.
ORDER = "the order"
ORDER_HOW = 'Give the letters in order, in quotes, such as `{name} = "{example} ..."`.'
STEP_UNKNOWN = "There is no step {key}. The steps are {keys}."
STEP_TWICE = "Step {key} stands there twice."
STEP_FOREIGN = "Step {key} does not belong here. {says}"
STEPS_MISSING = "Steps are missing: you gave {given}, and {belong} belong."
STEP_EARLY = "Step {key} stands too early. {says}"
EARLY_NAME = "{key} too early"
FOREIGN_NAME = "{key} does not belong"
NO_ORDER = "Your answer is {given}; expected the letters of the steps in order, in quotes."

# Formulas and numbers worked out on paper.
NO_FORMULA = "Your answer cannot be judged: {why}."
OTHER_THAN_FORMULA = (
    "Your answer is {given}; expected a SymPy expression in {symbols}, such as `sympy.exp(-{first}) / 2`, without "
    "quotes."
)
CONSTANT = "Your answer is {number} for every {symbols}; expected an expression that contains {symbols}."
OTHER_SYMBOL = "Your formula is right, but written in {symbol}. Write it in {symbols}."
WRONG_FORMULA = "Your expression does not have the right values, and it is no mistake that this exercise knows by name."
YOUR_EXPRESSION = "Your expression"
OTHER_THAN_NUMBER = "Your answer is {given}; expected {expected}."
TEXT_FOR_NUMBER = "Your answer is text in quotes. Write the number without quotes."
COMMA = "A comma makes two numbers of it. Write the decimal point as a point: {number}."
COMMA_AFTER_ZERO = "A comma makes two numbers of it. Write the decimal point as a point: {number}, or -{number}."
COARSE = "Right as far as it goes, but rounded too coarsely. Give three significant digits."
THIRD_DIGIT = "Close, but the third digit is off. Keep four digits in what you work out on the way."
DECIMAL_POINT = "The digits are right, the decimal point is not: yours is {factor} times too {size}."
LARGE, SMALL = "large", "small"
WRONG_VALUE = "The number is not right, and it is no mistake that this exercise knows by name."

SEEN_CASE = "With {inputs}: {where}expected {expected}, got {got}."
SEEN_RAISED = "With {inputs}: {raised}: {error}."
SEEN_INPUTS = "With {inputs}."
SEEN_VALUE = "You gave {got}."
MATRIX_PRODUCT = "a side of {first} meets one of {second} in a matrix product"
IN_LINE = "{error} (in the line `{line}`)"
IN_LINE_ALONE = "in the line `{line}`"
NO_MESSAGE = "no message"

LOOK_AGAIN = "read {read}, or run hint({hint})."
NO_SUCH_EXERCISE = "No exercise is called `{name}`."
NEAREST = "Did you mean `{nearest}`?"
LIST = "`bpcourse list` names them all."
LAMBDA = "A lambda has no name. Write `def double(x): ...`, or say `check(double=your_function)`."

# A verb that got something else than it takes.
ONE_ANSWER = "Give one answer: `check(double)` for a function, or `check(name=answer)`."
CHECK_BY_KEYWORD = "A function of another name, or a wrapped one, needs the exercise's: `check(double=your_function)`."
CHECK_RESULT = "check got {given}. Give it the function, not its result: `check({argument})`."
CHECK_VALUE = "check got {given}. Give it the exercise's name as well: `check({argument})`."
CHECK_NAME = "check got a name in quotes. Give it the answer itself, without quotes: `check({argument})`."
CHECK_UNCLEAR = (
    "check got {given}. Give it the function, not its result: `check(your_function)`. An answer that is no function "
    "needs its exercise's name: `check(name=answer)`."
)
NAME_IN_QUOTES = '{verb} got {given}. Write the exercise\'s name in quotes: `{verb}("{name}")`.'
