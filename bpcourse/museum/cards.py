"""The museum's cards: each specimen folded behind its title, as HTML and as text (chapter 07)."""

from html import escape

from bpcourse.museum.broadcast import SPECIMENS as BROADCAST
from bpcourse.museum.general_account import SPECIMENS as GENERAL_ACCOUNT
from bpcourse.museum.objects import SPECIMENS as OBJECTS
from bpcourse.museum.softmax_network import SPECIMENS as SOFTMAX_NETWORK
from bpcourse.museum.specimen import Specimen, program_text
from bpcourse.museum.two_outputs import SPECIMENS as TWO_OUTPUTS

SPECIMENS: tuple[Specimen, ...] = (*SOFTMAX_NETWORK, *TWO_OUTPUTS, *GENERAL_ACCOUNT, *OBJECTS, *BROADCAST)
# The notebook's own shade, where it has one; a gray that suits light and dark everywhere else.
SHADE = "var(--jp-layout-color2, rgba(128, 128, 128, 0.15))"
CARD = f'<details style="margin: 6px 0; padding: 2px 0 2px 10px; border-left: 3px solid {SHADE}">'
CODE = f'<pre style="margin: 4px 0 8px 0; padding: 6px 10px; overflow-x: auto; background: {SHADE}">'


class Cards:
    """Some of the specimens; displays itself."""

    def __init__(self, specimens: tuple[Specimen, ...]) -> None:
        self.specimens = specimens

    def __repr__(self) -> str:
        return "\n".join(
            f"{one.code} {one.title}. Claim: {one.claim} Found: {one.found.words}. Mended: {one.mended.words}."
            for one in self.specimens
        )

    def _repr_html_(self) -> str:
        source = escape(self.specimens[0].source)
        return f'<p style="margin: 4px 0">{source}</p>' + "".join(_card(one) for one in self.specimens)


def museum(room: str) -> Cards:
    """The specimens of a source, "A" to "E", or a single one, "E1". ValueError when there is none."""
    chosen = tuple(one for one in SPECIMENS if one.code.startswith(room))
    if not room or not chosen:
        raise ValueError(
            f"room is {room!r}, expected A to E, or a specimen: {', '.join(one.code for one in SPECIMENS)}"
        )
    return Cards(chosen)


def _card(one: Specimen) -> str:
    rows = (
        ("The claim", escape(one.claim)),
        ("As a program", f"{CODE}{escape(program_text(one.wrong))}</pre>"),
        ("What exposes it", f"{escape(_sentence(one.exposed_by))}.<br><b>{escape(one.found.words)}</b>"),
        ("The smallest fix", f"{escape(one.fix)}{CODE}{escape(program_text(one.right))}</pre>"),
        ("After it", escape(one.mended.words)),
        ("Why it can survive", escape(one.survives)),
    )
    body = "".join(f"<dt><i>{name}</i></dt><dd>{text}</dd>" for name, text in rows)
    title = f'<summary style="cursor: pointer"><b>{one.code} {escape(one.title)}</b></summary>'
    return f"{CARD}{title}<dl>{body}</dl></details>"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
