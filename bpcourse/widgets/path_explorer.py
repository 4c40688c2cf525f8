"""A graph under the reader's hand: a slope on every edge, path after path, all paths merged into one (chapter 04)."""

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.path_graphs import EXAMPLES, NINE, PRODUCT, PathGraph, path_graph, start_of
from bpcourse.widgets.path_picture import merged_picture, paths_picture
from bpcourse.widgets.path_questions import PATH_QUESTIONS
from bpcourse.widgets.path_words import description, edge_id, line, rows, title
from bpcourse.widgets.shared import finite, script

STATE = ("expression", "values", "source", "path", "merge", "revealed")


class PathExplorer(AskingWidget):
    """A typed expression as a graph: `explorer = PathExplorer()`, then `explorer.expression = "x*x + 1"`.

    `values` holds the numbers of its inputs, `source` is the input whose derivative is read off, `revealed` shows every
    slope. `path` counts the paths walked so far, and one more once they are added up; `merge` the steps of merging.
    """

    _esm = script("graph", "path_explorer")

    expression = traitlets.Unicode(PRODUCT)
    values = traitlets.Dict(EXAMPLES[PRODUCT]).tag(sync=True)
    source = traitlets.Unicode("b")
    path = traitlets.Int(0)
    merge = traitlets.Int(0)
    revealed = traitlets.Bool(False)

    def __init__(self) -> None:
        super().__init__()
        self._picked, self._error = "", ""
        self._known: set[str] = set()  # the edges whose slopes the reader has looked at
        self._read, _, self._drawn = start_of(PRODUCT, self.values)
        self._ask(PATH_QUESTIONS, STATE)
        self.on_msg(self._hear)

    @property
    def drawn(self) -> PathGraph:
        """The graph, its slopes, its paths and the stages of merging."""
        return self._drawn

    def data(self) -> dict[str, Any]:
        """What is drawn: inputs, slopes by edge, the paths with their products, the derivative, the uses of edges."""
        drawn = self._drawn
        return {
            **self.values,
            **{name: getattr(self, name) for name in STATE if name != "values"},
            "output": drawn.output,
            "picked": self._picked,
            "local": {edge_id(edge): drawn.slope(edge).number for edge in drawn.edges},
            "number_of_paths": drawn.number_of_paths,
            "paths": [[drawn.source, *(edge.child for edge in path)] for path in drawn.paths],
            "products": [drawn.along(path) for path in drawn.paths],
            "derivative": drawn.total.number,
            "factored": drawn.total.formula,
            "stages": len(drawn.stages) - 1,
            "uses_walked": drawn.uses_walked,
            "uses_merged": drawn.uses_merged,
        }

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        return description(self.expression, self._drawn, self._shown(), self._line())

    def begin(self, start: Mapping[str, Any]) -> None:
        """Go to the state that a question starts from; what is no trait there is the value of an input."""
        values = {name: value for name, value in start.items() if name not in STATE}
        super().begin({name: start.get(name, values) for name in STATE})
        self._known, self._picked, self._error = set(), "", ""

    def _picture(self) -> dict[str, Any]:
        drawn, last = self._drawn, len(self._drawn.paths) + 1
        says = title(drawn, self.path, self.merge)
        if self.merge:
            graph = merged_picture(says, drawn, drawn.stages[self.merge])
        else:
            lit = drawn.paths[self.path - 1] if 0 < self.path < last else ()
            if self.path == last:
                lit = tuple({edge for path in drawn.paths for edge in path})
            graph = paths_picture(says, drawn, self._shown(), lit, self._picked)
        return {
            "graph": graph,
            "line": self._line(),
            "error": self._error,
            "expression": "" if self.expression == NINE else self.expression,
            "inputs": self._read.inputs if self._read else [],
            "source": self.source,
            "output": drawn.output,
            "path": self.path,
            "last_path": last if drawn.paths else 0,
            "merge": self.merge,
            "last_merge": len(drawn.stages) - 1,
            "all_shown": self._shown() >= {edge_id(edge) for edge in drawn.edges},
            "rows": rows(drawn, self._shown(), self.path, self.merge),
        }

    def _shown(self) -> set[str]:
        """The edges whose slopes stand in the picture."""
        if self.revealed:
            return {edge_id(edge) for edge in self._drawn.edges}
        walked = {edge_id(edge) for path in self._drawn.paths[: self.path] for edge in path}
        return self._known | walked

    def _line(self) -> str:
        return line(self._drawn, self.path, self.merge, self._picked)

    # What the reader does. While a question waits, only what it is about answers.

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        match message:
            case {"do": "pick", "edge": str(name)} if self._may("pick") and not self.merge:
                self._pick(name)
            case {"do": "pick", "node": str(name)} if name in self._drawn.graph and not self.merge:
                if name in self._drawn.inputs and self._may("source"):
                    self.source = name
                self._pick(name)
            case {"do": "walk", "to": int(path)} if self._may("path"):
                self._try(lambda: setattr(self, "path", min(max(path, 0), len(self._drawn.paths) + 1)))
            case {"do": "merge", "to": int(merge)} if self._may("merge"):
                self._try(lambda: setattr(self, "merge", min(max(merge, 0), len(self._drawn.stages) - 1)))
            case {"do": "reveal"} if self._may("revealed"):
                self.revealed = True
            case {"do": "read", "text": str(text)} if self._may("expression"):
                self._try(lambda: setattr(self, "expression", text))
            case {"do": "nine"} if self._may("expression"):
                self.expression = NINE

    def _try(self, change: Callable[[], None]) -> None:
        """Do what the reader asked for, or say why not."""
        self._error = ""
        try:
            change()
        except ValueError as error:
            self._error = str(error)
        self.draw()

    def _pick(self, name: str) -> None:
        self._picked = name
        if name not in self._drawn.graph:
            self._known.add(name)
        self._follow()

    # Every change of the state is checked before it is made, and followed up after it.

    @traitlets.validate("expression")
    def _readable(self, proposal: Any) -> str:
        start_of(proposal["value"], self.values)
        return str(proposal["value"])

    @traitlets.validate("values")
    def _numbers(self, proposal: Any) -> dict[str, float]:
        values: dict[str, float] = proposal["value"]
        inputs = self._read.inputs if self._read else []
        if set(values) != set(inputs):
            raise ValueError(
                f"values holds {', '.join(values) or 'nothing'}, expected {', '.join(inputs) or 'nothing'}"
            )
        return {name: finite(name, float(values[name])) for name in inputs}

    @traitlets.validate("source")
    def _input(self, proposal: Any) -> str:
        if proposal["value"] not in self._drawn.inputs:
            raise ValueError(f"source is {proposal['value']}, expected one of {', '.join(self._drawn.inputs)}")
        return str(proposal["value"])

    @traitlets.validate("path", "merge")
    def _step(self, proposal: Any) -> int:
        name, step = proposal["trait"].name, proposal["value"]
        last = len(self._drawn.paths) + 1 if name == "path" else len(self._drawn.stages) - 1
        if not 0 <= step <= last:
            raise ValueError(f"{name} is {step}, expected 0 to {last}")
        return int(step)

    def _moved(self, change: Any) -> None:
        name = change["name"]
        if name == "expression":
            self._take_up()
        elif name in ("values", "source"):
            self._recompute(name)
        elif name == "path" and self.path:
            self.merge = 0
        elif name == "merge" and self.merge:
            self.path = 0
        self._picked = "" if name != "values" else self._picked
        self._follow()

    def _take_up(self) -> None:
        """Draw another expression."""
        self._read, values, self._drawn = start_of(self.expression, self.values)
        self._known, self._error = set(), ""
        with self.hold_trait_notifications():
            self.path = self.merge = 0
            self.values, self.source = values, self._drawn.source

    def _recompute(self, name: str) -> None:
        self._error = ""
        try:
            self._drawn = path_graph(self._read, self.values, self.source)
        except ValueError as error:  # the picture stays as it was
            self._error = str(error)
        if name == "source":
            self.path = self.merge = 0
