"""Where the verdicts of chapter 03 send a reader."""

LOSS = 'read chapter 03, "How wrong is a prediction?".'
GRADIENT = 'read chapter 03, "The gradient of the cross-entropy".'
DESCENT = 'read chapter 03, "Step by step".'
BOUND = 'read chapter 03, "How long may a step be?".'
BOWL = 'read chapter 03, "Two weights, two curvatures".'
MISTAKE = 'read chapter 03, "Find the mistake".'
