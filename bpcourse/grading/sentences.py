"""The judge's own sentences, as templates. An exercise's sentences stand in its declaration.

Every sentence says what was seen and what to do about it; a second language is a second module like this one.
"""

CORRECT_HERE = "Correct: {right} of {total} cases here. Grading draws new numbers."
CORRECT_GRADED = "Correct: {right} of {total} cases."
CORRECT_VALUE = "Correct."
NOT_ATTEMPTED_FUNCTION = (
    "Not attempted yet. Write your code in place of `raise NotImplementedError`, run that cell, then check again."
)
NOT_ATTEMPTED_VALUE = "Not attempted yet. Put your answer in place of `None`, run that cell, then check again."
NOT_ATTEMPTED_MEND = (
    "Not mended yet: on every case it still gives what the broken program gives. Find the mistake, mend it, run that "
    "cell, then check again."
)
CHANGED_INPUT = "Correct, but you changed {names} in place. Whoever called your function still needs the old values."
CHANGED_INPUT_LOOK = "work on a copy (`x = x.copy()`), or write the result into a new array."

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
    "`if`, `and` and `or` ask one question of a whole array. `np.where(condition, ..., ...)` asks it entry by entry."
)
PRODUCT_OF_SHAPES = (
    "The shapes do not fit together: {shapes}. In `a @ b`, the last side of a is as long as the first side of b: "
    "(N, D) @ (D,)."
)
PRODUCT = (
    "The shapes do not fit together in a matrix product. In `a @ b`, the last side of a is as long as the first side "
    "of b: (N, D) @ (D,)."
)
UNKNOWN_NAME = "Nothing is called `{unknown}`: a cell above has not been run, or the name is misspelt."
MATH_ON_AN_ARRAY = (
    "The functions of `math` take one number. Those of `np` take an array too: `np.exp` in place of `math.exp`."
)

# How wrong numbers look.
WRONG_KIND = "{where} is {got}; expected {expected}."
KEYS = "a dict with the keys {keys}"
WRONG_SHAPE = "{where} has shape {got}; expected {expected}."
NOT_FINITE = "{where} contains {got}. Somewhere a number became too large, or 0 was divided by 0."
CONSTANT_FACTOR = "{where} has the right shape, but every entry is exactly {factor} times the right one."
OPPOSITE_SIGN = "{where} has the right shape, but the opposite sign in every entry."
ROUNDED = "Close, but rounded to {decimals}. Return all digits."
ONE_DECIMAL = "one decimal"
DECIMALS = "{number} decimals"
CLOSE = (
    "Close: your numbers agree with the right ones to about {digits} digits, and no further. Something is measured or "
    "rounded on the way; a formula gives all digits."
)
SOME_CASES = "Right on {right} of {total} cases; wrong on {what}."
ALL_CASES = "{where} has the right shape, but the wrong numbers."

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
