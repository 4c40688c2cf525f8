"""Where the exercises of chapter 08 send their readers."""

LINEAR = 'read chapter 08, "The backward pass of a layer".'
MEAN = 'read chapter 08, "Where does the 1/N live?".'
ELEMENTWISE = 'read chapter 08, "Entry by entry".'
BROADCAST = 'read chapter 08, "What was copied is summed".'
NETWORK = 'read chapter 08, "Layer after layer, backwards".'
INDICES = 'read chapter 08, "One entry at a time".'
MISTAKE = 'read chapter 08, "Find the mistake".'
