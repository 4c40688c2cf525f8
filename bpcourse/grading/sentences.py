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
CHANGED_INPUT = "Correct, but you changed {names} in place. Whoever called your function still needs the old values."
CHANGED_INPUT_LOOK = "work on a copy (`x = x.copy()`), or write the result into a new array."

RAISED_ALWAYS = "Your code stopped with {raised}: {error}."
RAISED_SOMETIMES = "Your code stopped with {raised} on {what}: {error}."
RETURNED_NONE = "Your function returned None. It needs a `return` line that hands back the result."
PRINTED = "Your function printed its result and returned None. Use `return` in place of `print`."
UNREADABLE_ANSWER = "Your answer cannot be judged: {why}."
UNREADABLE_RETURN = "Your function returned {why}; expected {expected}."
TIMEOUT = "It did not finish in time on {what}. Look for a loop that never ends."
STOPPED = "The process that ran it ended early on {what}: {how}."

WRONG_KIND = "{where} is {got}; expected {expected}."
WRONG_SHAPE = "{where} has shape {got}; expected {expected}."
NOT_FINITE = "{where} contains {got}. Somewhere a number became too large, or 0 was divided by 0."
CONSTANT_FACTOR = "{where} has the right shape, but every entry is exactly {factor} times the right one."
OPPOSITE_SIGN = "{where} has the right shape, but the opposite sign in every entry."
SOME_CASES = "Right on {right} of {total} cases; wrong on {what}."
ALL_CASES = "{where} has the right shape, but the wrong numbers."
WRONG_VALUE = "The number is not right, and it is no mistake that this exercise knows by name."

SEEN_CASE = "With {inputs}: {where}expected {expected}, got {got}."
SEEN_RAISED = "With {inputs}: {raised}: {error}."
SEEN_WHOLE = "With {inputs}."
SEEN_VALUE = "You gave {got}."

LOOK_AGAIN = "read {read}, or run hint({hint})."
NO_SUCH_EXERCISE = "No exercise is called `{name}`."
NEAREST = "Did you mean `{nearest}`?"
