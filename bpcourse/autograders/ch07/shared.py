"""Where the verdicts of chapter 07 send a reader."""

DIFFERENCE = 'read chapter 07, "Two points on a curve".'
STEP = 'read chapter 07, "How small should h be?".'
SIDEWAYS = 'read chapter 07, "A step sideways".'
RELATIVE = 'read chapter 07, "How large is a difference?".'
DOT = 'read chapter 07, "Two numbers for a whole matrix".'
CHECK = 'read chapter 07, "A check that no wrong gradient passes".'
SYMPTOMS = 'read chapter 07, "What a mismatch tells".'
