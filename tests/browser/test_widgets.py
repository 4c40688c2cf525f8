"""The widgets in a real JupyterLab: a reader predicts, moves with the keyboard, and sees the picture and the answer."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, expect

pytest_plugins = ["tests.browser.lab"]

CELLS = [
    "import json\nfrom bpcourse.widgets import DescentExplorer, Hello, NetworkExplorer, NeuronExplorer, NeuronTrainer",
    "from bpcourse.widgets import PathExplorer\npaths = PathExplorer()\npaths",
    "from bpcourse.widgets import BackpropagationStepper\nstepper = BackpropagationStepper()\nstepper",
    "from bpcourse.widgets import SweepExplorer\nsweeps = SweepExplorer()\nsweeps",
    "from bpcourse.widgets import ShapeBuilder\nshapes = ShapeBuilder()\nshapes",
    "from bpcourse.widgets import ObjectsAgainstMatrices\nways = ObjectsAgainstMatrices()\nways",
    "hello = Hello()\nhello",
    "neuron = NeuronExplorer()\nneuron",
    "trainer = NeuronTrainer()\ntrainer",
    "network = NetworkExplorer()\nnetwork",
    "descent = DescentExplorer()\ndescent",
    "from bpcourse.widgets import GradientMicroscope\nmicroscope = GradientMicroscope()\nmicroscope",
    "from bpcourse.widgets import TwoTrainings\ntrainings = TwoTrainings()\ntrainings",
    "shown = (hello, neuron, trainer, network, descent, paths, stepper, sweeps, shapes, ways, trainings, microscope)\n"
    "print(json.dumps([widget.data() for widget in shown]))",
]
# Texts of a picture that do not fit into it, and parts of a widget that are wider than the widget and do not scroll.
CLIPPED = """(widget) => {
    const out = [...widget.querySelectorAll("svg text")].filter((text) => {
        const [inner, outer] = [text, text.ownerSVGElement].map((node) => node.getBoundingClientRect());
        const fits = inner.left >= outer.left - 1 && inner.right <= outer.right + 1
            && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
        return text.textContent && !fits;
    });
    const wide = [...widget.querySelectorAll("*")].filter((node) => node instanceof HTMLElement
        && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline"
        && !node.matches(".bp-scroll"));
    return [...out, ...wide].map((node) => node.outerHTML.slice(0, 200));
}"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook that shows the widgets and prints their numbers in its last cell."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [nbformat.v4.new_code_cell(code, id=f"cell-{k}") for k, code in enumerate(CELLS)]
    path = tmp_path_factory.mktemp("source") / "widgets.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module", params=["light", "dark"])
def notebook(open_notebook, source: Path, request: pytest.FixtureRequest):
    with open_notebook(source, theme=request.param) as opened:
        opened.run_all()
        yield opened
        opened.keep_screenshot(f"widgets_{request.param}")
        opened.expect_no_trouble()


def numbers(notebook) -> list[dict]:
    """`.data()` of the widgets, asked of the kernel."""
    shown: list[dict] = json.loads(notebook.run_cell(-1))
    return shown


def press_and_see(picture: Locator, control: Locator, key: str) -> None:
    """Press a key on a control and wait until the picture has changed."""
    before = picture.inner_html()
    control.press(key)
    expect(picture).not_to_have_js_property("innerHTML", before)


def enter(control: Locator) -> None:
    """Press Enter on a control, once it is unlocked: a key on a disabled one goes nowhere."""
    expect(control).to_be_enabled()
    control.press("Enter")


def explore(widget: Locator) -> None:
    """Ask for no more questions, and wait until the widget has moved the focus: it would take the next key away."""
    button = widget.get_by_role("button", name="Explore freely")
    enter(button)
    expect(button).to_be_hidden()


def wait_for(holds: Callable[[], bool]) -> None:
    """Ask until it holds. TimeoutError when it never does."""
    from tests.browser.lab import PATIENCE  # as a plugin it is loaded by pytest, after this file

    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("what the widget's numbers should become never came")


def test_hello_answers_after_the_prediction(notebook):
    hello = notebook.page.locator(".bp-hello")
    slider = hello.get_by_role("slider", name="x, input")
    expect(slider).to_be_disabled()
    enter(hello.get_by_role("button", name="right of x"))
    expect(slider).to_be_focused()  # the reader goes on without a mouse
    for _ in range(6):
        slider.press("ArrowLeft")
    expect(hello.get_by_role("paragraph")).to_contain_text(
        ["goes from 1 to -2", "You said right of x. The blue mark is"]
    )
    expect(hello.get_by_role("img")).to_have_accessible_name(
        "Hello. Twice -2 is -4. A number line from -10 to 10 marks x = -2 and, in blue, 2x."
    )
    assert numbers(notebook)[0]["twice"] == -4.0


def test_a_slider_keeps_its_keys_from_jupyterlab(notebook):
    hello = notebook.page.locator(".bp-hello")
    cells = notebook.page.locator(".jp-Cell").count()
    slider = hello.get_by_role("slider", name="x, input")
    for key in ("b", "ArrowUp", "ArrowDown", "d", "d"):  # insert a cell, move to another, delete one
        slider.press(key)
    expect(slider).to_be_focused()
    assert notebook.page.locator(".jp-Cell").count() == cells


def test_neuron_explorer_follows_every_slider(notebook):
    neuron = notebook.page.locator(".bp-neuron-explorer")
    picture = neuron.get_by_role("img").first
    bias = neuron.get_by_role("slider", name="b, bias")
    expect(bias).to_be_disabled()
    enter(neuron.get_by_role("button", name="left", exact=True))
    expect(bias).to_be_focused()
    expect(neuron.get_by_role("slider", name="w, weight")).to_be_disabled()
    for _ in range(11):
        bias.press("ArrowLeft")
    expect(neuron).to_contain_text("You said left. It moved right, from x = 0.5 to x = 1.6, because 0.5 is where")
    expect(picture).to_have_attribute("aria-label", numbers_in_words(numbers(notebook)[1]))
    notebook.keep_screenshot(f"neuron_explorer_{theme(notebook)}", neuron)

    explore(neuron)
    expect(neuron.get_by_role("slider", name="w, weight")).to_be_enabled()
    for name, control in (("w", "w, weight"), ("b", "b, bias"), ("x", "x, input"), ("dx", "dx, nudge")):
        before = numbers(notebook)[1]
        press_and_see(picture, neuron.get_by_role("slider", name=control), "ArrowRight")
        now = numbers(notebook)[1]
        assert now[name] > before[name]
        expect(neuron.locator("[data-number=da_dx]")).to_have_text(f"{now['da_dx']:.4g}")

    box = neuron.get_by_role("spinbutton", name="x, input, as a number")
    box.fill("-3")
    enter(box)
    expect(neuron.get_by_role("slider", name="x, input")).to_have_value("-3")
    enter(neuron.locator("summary"))
    expect(neuron.get_by_role("row", name="x input -3")).to_be_visible()


def test_sweep_explorer_steps_back_and_counts_between_the_ends(notebook):
    sweeps = notebook.page.locator(".bp-sweep-explorer")
    step = sweeps.get_by_role("button", name="Step", exact=True)
    expect(step).to_be_disabled()
    enter(sweeps.get_by_role("button", name="5", exact=True))
    expect(step).to_be_focused()
    for number in range(1, 6):
        enter(step)
        expect(sweeps).to_contain_text(f"(step {number} of 5)")
    expect(sweeps).to_contain_text("You said 5, and so it is. Each edge was used once.")
    assert numbers(notebook)[7]["derivatives"] == {"e": 1, "d": 3, "c": 2, "b": 5, "a": 2}
    notebook.keep_screenshot(f"sweep_explorer_{theme(notebook)}", sweeps)

    explore(sweeps)
    other = sweeps.get_by_role("button", name="Other graph")
    enter(other)
    inputs = sweeps.get_by_role("slider", name="n, inputs")
    expect(sweeps.get_by_role("definition")).to_have_text(["60", "24", "108", "192"])
    inputs.press("ArrowRight")
    expect(sweeps.get_by_role("definition")).to_have_text(["75", "27", "135", "270"])
    enter(step)
    expect(sweeps).to_contain_text("Sweep 1 of 1: reverse, from y1")
    enter(sweeps.locator("summary"))
    expect(sweeps.get_by_role("row", name="forward sweeps uses of an edge for all derivatives 75")).to_be_visible()
    notebook.keep_screenshot(f"sweep_explorer_layers_{theme(notebook)}", sweeps)


def test_neuron_trainer_trains_pauses_and_goes_back(notebook):
    trainer = notebook.page.locator(".bp-neuron-trainer")
    step, loss = trainer.locator("[data-number=step]"), trainer.locator("[data-number=loss]")
    expect(trainer.get_by_role("button", name="Start")).to_be_disabled()
    enter(trainer.get_by_role("button", name="higher"))
    expect(trainer.get_by_role("button", name="Start")).to_be_focused()
    first = float(loss.inner_text())
    enter(trainer.get_by_role("button", name="Start"))
    expect(step).not_to_have_text("0")
    expect(trainer).to_contain_text("You said higher. After 50 steps the loss is")
    expect(trainer.get_by_role("button", name="Start")).to_be_enabled()
    expect(step).to_have_text("50")
    assert float(loss.inner_text()) < first
    assert numbers(notebook)[2]["losses"][50] == pytest.approx(float(loss.inner_text()), rel=1e-3)
    notebook.keep_screenshot(f"neuron_trainer_{theme(notebook)}", trainer)

    enter(trainer.get_by_role("button", name="Start"))
    expect(step).not_to_have_text("50")
    enter(trainer.get_by_role("button", name="Pause"))
    expect(trainer.get_by_role("button", name="Start")).to_be_visible()
    assert numbers(notebook)[2]["step"] == numbers(notebook)[2]["step"] > 50

    explore(trainer)
    rate = trainer.get_by_role("slider", name="learning rate")
    expect(rate).to_be_enabled()
    press_and_see(trainer.get_by_role("img").first, rate, "ArrowRight")
    assert numbers(notebook)[2]["learning_rate"] > 1.0
    enter(trainer.get_by_role("button", name="Reset"))
    expect(step).to_have_text("0")
    enter(trainer.get_by_role("button", name="Step"))
    expect(step).to_have_text("1")


# Walks the graph with the arrow keys alone, as far as they lead, and gives the parts it never came to.
UNREACHED = """(graph) => {
    const parts = [...graph.querySelectorAll("[role=button]")];
    const seen = new Set(), waiting = [graph.querySelector("[tabindex='0']")];
    while (waiting.length) {
        const part = waiting.pop();
        if (seen.has(part)) continue;
        seen.add(part);
        for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
            part.focus();
            part.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            waiting.push(document.activeElement);
        }
    }
    return parts.filter((part) => !seen.has(part)).map((part) => part.dataset.id);
}"""
# Labels that lie on a node or on one another.
COLLIDING = """(graph) => {
    const boxes = [...graph.querySelectorAll(".bp-outline, .bp-edge-mat")].map((node) => node.getBoundingClientRect());
    const filled = boxes.filter((box) => box.width);
    return filled.flatMap((one, k) => filled.slice(k + 1).filter((other) => one.left < other.right
        && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length;
}"""


def test_network_explorer_steps_forward_and_changes_what_was_picked(notebook):
    network = notebook.page.locator(".bp-network-explorer")
    graph = network.locator(".bp-graph")
    step = network.get_by_role("button", name="Step", exact=True)
    expect(step).to_be_disabled()
    enter(network.get_by_role("button", name="w2 · x2"))
    expect(step).to_be_focused()
    enter(step)
    expect(network).to_contain_text("You said w2 · x2. The terms are w1 · x1 = 0.0075, w2 · x2 = 0.02, b_h1 = 0.35")
    expect(network).to_contain_text("0.15 · 0.05 + 0.2 · 0.1 + 0.35 = 0.3775")
    expect(graph.locator("[data-id=h1]")).to_have_accessible_name("h1: net 0.3775, out ?")
    assert numbers(notebook)[3]["step"] == 1

    explore(network)
    enter(network.get_by_role("button", name="To the end"))
    expect(graph.locator("[data-id=E]")).to_have_accessible_name("E: 0.2984")
    assert graph.evaluate(UNREACHED) == []
    assert graph.evaluate(COLLIDING) == 0
    weight = graph.locator("[data-id=w5]")
    enter(weight)
    expect(weight).to_be_focused()
    slider = network.get_by_role("slider", name="w5, weight")
    slider.press("ArrowRight")
    expect(weight).to_have_accessible_name("h1 to o1: w5 0.45")
    assert numbers(notebook)[3]["w5"] == pytest.approx(0.45)
    notebook.keep_screenshot(f"network_explorer_{theme(notebook)}", network)

    graph.locator("[data-id=b_h2]").click()
    expect(network.get_by_role("slider", name="b_h2, bias")).to_be_visible()
    expect(slider).to_be_hidden()
    enter(network.locator("summary"))
    expect(network.get_by_role("row", name="w5 weight 0.45")).to_be_visible()


def test_gradient_microscope_follows_the_keys(notebook):
    microscope = notebook.page.locator(".bp-gradient-microscope")
    power = microscope.get_by_role("slider", name="k, power of h")
    expect(power).to_be_disabled()
    enter(microscope.get_by_role("button", name="smaller"))
    expect(power).to_be_focused()
    for _ in range(2):
        power.press("ArrowRight")
    expect(microscope).to_contain_text("You said smaller, and so it is. The error was about 2e-05 and is about 2e-09")
    expect(microscope.locator("[data-number=central]")).to_have_text("2e-9")
    assert numbers(notebook)[-1]["power"] == 4.0
    notebook.keep_screenshot(f"gradient_microscope_{theme(notebook)}", microscope)


def test_two_trainings_grow_pass_by_pass_and_answer_at_the_last(notebook):
    trainings = notebook.page.locator(".bp-two-trainings")
    passes = trainings.get_by_role("slider", name="pass")
    gradients = trainings.get_by_role("combobox", name="wrong gradient")
    expect(passes).to_be_disabled()
    enter(trainings.get_by_role("button", name="up to ten times higher"))
    expect(passes).to_be_focused()  # the reader goes on without a mouse
    expect(gradients).to_be_disabled()
    curve = trainings.locator("svg").first.locator("polyline.bp-backward")
    for number in (2, 3):
        passes.press("ArrowRight")
        expect(trainings).to_contain_text(f"Pass {number}: ")
        assert len(str(curve.get_attribute("points")).split()) == number
    passes.press("End")
    expect(trainings).to_contain_text("You said up to ten times higher, and so it is. At pass 100 the loss is 5.9e-07")
    expect(trainings.locator("[data-number=loss]")).to_have_text("5.9e-7")
    notebook.keep_screenshot(f"two_trainings_{theme(notebook)}", trainings)

    explore(trainings)
    expect(gradients).to_be_enabled()
    gradients.select_option("wrong sign in W0")
    expect(trainings.locator("[data-number=loss]")).to_have_text("2.0e-7")
    assert numbers(notebook)[-2]["gradient"] == "wrong sign in W0"
    enter(trainings.locator("summary"))
    expect(trainings.get_by_role("row", name="losses, pass 100 right, then wrong 3.3e-7, 2.0e-7")).to_be_visible()


def test_descent_explorer_marks_the_bound_with_the_answer(notebook):
    descent = notebook.page.locator(".bp-descent-explorer")
    rate, left = descent.get_by_role("slider", name="η, rate"), descent.locator("[data-number=distance_left]")
    expect(rate).to_be_disabled()
    assert "2/λ" not in descent.inner_text()
    enter(descent.get_by_role("button", name="further away"))
    expect(rate).to_be_focused()
    for _ in range(6):
        rate.press("ArrowRight")
    expect(descent).to_contain_text("You said further away. The weight ends 3.072e-07 away")
    expect(descent).to_contain_text("η = 0.4 is below 2/λ = 1")
    assert float(left.inner_text()) == pytest.approx(numbers(notebook)[4]["distance"][-1], rel=1e-1)
    notebook.keep_screenshot(f"descent_explorer_{theme(notebook)}", descent)

    explore(descent)
    expect(descent.get_by_role("slider", name="λ, curvature")).to_be_enabled()
    for name, control in (("learning_rate", "η, rate"), ("curvature", "λ, curvature"), ("start", "w₀, start")):
        before = numbers(notebook)[4]
        press_and_see(descent.get_by_role("img").first, descent.get_by_role("slider", name=control), "ArrowRight")
        now = numbers(notebook)[4]
        assert now[name] > before[name]
        expect(descent.locator("[data-number=factor]")).to_have_text(f"{now['factor']:.4g}")
    enter(descent.locator("summary"))
    expect(descent.get_by_role("row", name="λ curvature 2.1")).to_be_visible()


def test_path_explorer_is_picked_walked_typed_and_merged_by_keyboard(notebook):
    explorer = notebook.page.locator(".bp-path-explorer")
    enter(explorer.get_by_role("button", name="3", exact=True))
    part = explorer.get_by_role("button", name="a = 2")
    expect(part).to_be_focused()  # the reader goes on in the graph
    for way in ("edge from a to c", "c = a + b = 3", "edge from c to e"):
        notebook.page.keyboard.press("ArrowRight")
        expect(explorer.get_by_role("button", name=way)).to_be_focused()
    notebook.page.keyboard.press("Enter")
    expect(explorer).to_contain_text("You said 3. ∂e/∂c = d = 2.")

    enter(explorer.get_by_role("button", name="Ask me another"))
    enter(explorer.get_by_role("button", name="2", exact=True))
    step = explorer.get_by_role("button", name="Next path")
    expect(step).to_be_focused()
    for line in ("Path 1 of 2, b → c → e", "Path 2 of 2, b → d → e", "∂e/∂b = 2 + 3 = 5"):
        enter(step)
        expect(explorer).to_contain_text(line)
    expect(explorer).to_contain_text("You said 2, and so it is.")
    notebook.keep_screenshot(f"path_explorer_{theme(notebook)}", explorer)

    explore(explorer)
    typed = explorer.get_by_role("textbox", name="An expression of your own")
    typed.fill("sin(x)")
    enter(typed)
    expect(explorer.get_by_role("alert")).to_contain_text("sin is not a function known here")
    typed.fill("x*x + y")
    enter(typed)
    picture = explorer.locator("svg").first
    expect(picture).to_have_accessible_name(re.compile("^The graph of x\\*x \\+ y"))
    press_and_see(picture, explorer.get_by_role("slider", name="x, input"), "ArrowRight")
    press_and_see(picture, explorer.get_by_role("button", name="x = 1.1", exact=True), "Enter")
    for merged in (1, 2):
        merge = explorer.get_by_role("button", name="Merge", exact=True)
        expect(merge).to_be_enabled()  # with the picture of the input that was picked
        enter(merge)
        wait_for(lambda merged=merged: numbers(notebook)[5]["merge"] == merged)
    now = numbers(notebook)[5]
    assert (now["source"], now["merge"], now["stages"], now["derivative"]) == ("x", 2, 2, 2.2)
    enter(explorer.locator("summary"))
    expect(explorer.get_by_role("row", name="∂d/∂x sum over the paths 2.2")).to_be_visible()


def test_backpropagation_stepper_asks_for_the_next_number_and_lights_what_it_is_made_of(notebook):
    stepper = notebook.page.locator(".bp-backpropagation-stepper")
    graph = stepper.locator(".bp-graph")
    step = stepper.get_by_role("button", name="Step", exact=True)
    expect(step).to_be_disabled()
    notebook.keep_screenshot(f"backpropagation_stepper_asks_{theme(notebook)}", stepper)
    enter(stepper.get_by_role("button", name="-0.7321"))
    expect(step).to_be_focused()
    enter(step)
    expect(stepper).to_contain_text("You said -0.7321. ∂E/∂out_o1 = out_o1 - t1 = 0.7421 - 0.01 = 0.7321.")
    expect(stepper).to_contain_text("out_o1 = 0.7421 is number 6, from the way forward")
    expect(graph.locator("[data-id=o1]")).to_have_attribute("aria-current", "true")
    assert numbers(notebook)[6]["step"] == 12

    explore(stepper)
    enter(stepper.get_by_role("button", name="Way back"))
    expect(graph.locator("[data-id=w5]")).to_have_accessible_name("h1 to o1: w5 0.3589, ∂ 0.08313")
    assert graph.evaluate(UNREACHED) == []
    assert graph.evaluate(COLLIDING) == 0
    enter(graph.locator("[data-id=h1]"))
    expect(stepper).to_contain_text("δ_h1 = ∂E/∂out_h1 · ∂out_h1/∂net_h1 = 0.03116 · 0.2413 = 0.00752")
    notebook.keep_screenshot(f"backpropagation_stepper_{theme(notebook)}", stepper)

    enter(stepper.get_by_role("button", name="1,000", exact=True))
    expect(graph.locator("[data-id=E]")).to_have_accessible_name("E: 0.001114")
    assert numbers(notebook)[6]["trained"] == 1_000
    enter(stepper.locator("summary"))
    expect(stepper.get_by_role("row", name="∂E/∂w5 back")).to_be_visible()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_clipped(open_notebook, source, zoom):
    with open_notebook(source, zoom=zoom) as notebook:
        notebook.run_all()
        for name in (
            "hello",
            "neuron-explorer",
            "neuron-trainer",
            "network-explorer",
            "descent-explorer",
            "gradient-microscope",
            "path-explorer",
            "backpropagation-stepper",
            "shape-builder",
            "objects-against-matrices",
            "sweep-explorer",
            "two-trainings",
        ):
            widget = notebook.page.locator(f".bp-{name}")
            expect(widget.locator("svg").first).to_be_visible()
            assert widget.evaluate(CLIPPED) == []
        notebook.keep_screenshot(f"widgets_zoom_{zoom:.0f}")
        notebook.expect_no_trouble()


def theme(notebook) -> str:
    return "light" if notebook.page.locator("body").get_attribute("data-jp-theme-light") == "true" else "dark"


def numbers_in_words(neuron: dict) -> str:
    """The alternative text that belongs to these numbers."""
    say = {name: f"{neuron[name]:.4g}" for name in ("w", "b", "x", "z", "a", "da_dx", "decision")}
    return (
        "One neuron, a = sigmoid(w x + b), as a curve over x with its tangent. At w = {w}, b = {b}, x = {x}: "
        "z = {z}, a = {a}, slope da/dx = {da_dx}; it says 0.5 at x = {decision}."
    ).format(**say)


def test_shape_builder_draws_what_fits_and_what_does_not(notebook):
    builder = notebook.page.locator(".bp-shape-builder")
    left = builder.get_by_role("combobox", name="left piece")
    expect(left).to_be_disabled()
    expect(builder).to_contain_text("The 3 columns of X would meet the 5 rows of G.")
    notebook.keep_screenshot(f"shape_builder_asks_{theme(notebook)}", builder)
    enter(builder.get_by_role("button", name="dW", exact=True))
    expect(left).to_be_focused()  # the reader goes on without a mouse
    left.press("End")
    builder.get_by_role("combobox", name="right piece").press("Home")
    expect(builder).to_contain_text("You said dW. The 5 samples stand in the middle of (2, 5) @ (5, 3)")
    now = numbers(notebook)[8]
    assert (now["left"], now["right"], now["result_shape"], now["verdict"]) == ("Gᵀ", "X", [2, 3], "wrong shape")
    notebook.keep_screenshot(f"shape_builder_{theme(notebook)}", builder)

    explore(builder)
    samples = builder.get_by_role("slider", name="N, samples")
    expect(samples).to_be_enabled()  # a key on a locked slider would go to what has the focus
    press_and_see(builder.get_by_role("img"), samples, "ArrowRight")
    assert numbers(notebook)[8]["shapes"] == [[2, 6], [6, 3]]
    enter(builder.locator("summary"))
    expect(builder.get_by_role("row", name="Gᵀ a piece (2, 6)")).to_be_visible()
    notebook.keep_screenshot(f"shape_builder_table_{theme(notebook)}", builder)


def test_objects_against_matrices_measures_when_asked_and_keeps_every_point(notebook):
    ways = notebook.page.locator(".bp-objects-against-matrices")
    measure = ways.get_by_role("button", name="Measure", exact=True)
    expect(measure).to_be_disabled()
    enter(ways.get_by_role("button", name="0 exactly"))
    expect(measure).to_be_focused()  # the reader goes on without a mouse
    enter(measure)
    expect(ways).to_contain_text("You said 0 exactly. The largest difference is")
    explore(ways)
    slider = ways.get_by_role("slider", name="n, samples")
    expect(slider).to_be_enabled()
    slider.press("End")
    enter(measure)
    expect(ways).to_contain_text("The newest measurement, n = 100:")
    measured = numbers(notebook)[9]["measured"]
    assert [one["samples"] for one in measured] == [10, 100]
    assert ways.locator("svg .bp-dot").count() == 4
    objects = f"{measured[1]['objects_ms']:.2g}"
    expect(ways.locator("[data-number=objects]")).to_have_text(f"{float(objects):g} ms")
    enter(ways.locator("summary"))
    expect(ways.get_by_role("row", name="100 samples objects, fastest run")).to_be_visible()
    notebook.keep_screenshot(f"objects_against_matrices_{theme(notebook)}", ways)
