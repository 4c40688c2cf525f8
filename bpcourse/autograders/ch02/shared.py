"""Where the exercises of chapter 02 send their readers."""

UNITS = 'read chapter 02, "A layer, unit by unit".'
MATRIX = 'read chapter 02, "The same layer as a matrix".'
NETWORK = 'read chapter 02, "Layer after layer".'
FORMULA = 'read chapter 02, "One formula".'
SIZE = 'read chapter 02, "How many numbers?".'
START = 'read chapter 02, "Where the weights come from".'
MISTAKE = 'read chapter 02, "Find the mistake".'
