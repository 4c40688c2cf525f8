"""All attacks, in plain sight, and the names that their cells find."""

import os

from bpcourse.classroom.sandbox import selftest
from tests.attacks import exits, forgeries, honest, leaving, resources, snooping
from tests.attacks.attack import GIVEN, MARKER

KINDS = {
    "resources": resources,
    "exits": exits,
    "forgeries": forgeries,
    "snooping": snooping,
    "leaving": leaving,
    "honest": honest,
}


def attacks():
    """(kind, attack) for each of them."""
    return [(kind, attack) for kind, module in KINDS.items() for attack in module.ATTACKS]


def given_names(folder, port):
    """The cell that tells an attack what an attacker may know: where its file lies, a port, the checker's process."""
    places = {"folder": str(folder), "answers": str(selftest.ANSWERS), "marker": MARKER}
    return GIVEN.format(checker=os.getpid(), port=port, **places)
