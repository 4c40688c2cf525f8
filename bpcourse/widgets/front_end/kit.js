// The parts that every widget is made of. The Python side puts this file in front of a widget's own script.
//
//   element, shape, set   make and change HTML and SVG nodes
//   createView            root of one view, with its panel; listeners that leave with it
//   createColumns         room for the figure and, beside it, for its controls
//   createPlot            axes with ticks, a title that says what to see, a clipped layer to draw in
//   createLine, createUpright, createBand, createDot, createArrow, createLabel
//   createNumbers         numbers in cells, each with its name and its formula
//   createControl         a labelled slider with a number box, bound to one trait
//   createSelect          a labelled list of options, bound to one trait
//   createButton          a button that sends a message
//   createPanel           predict, move, compare
//   createTable           the numbers of the picture as a table

const SVG = "http://www.w3.org/2000/svg";

// What is as it was is left alone: a browser lays a text out again when its x is set, be it to the same number.
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? "" : String(value);
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
  return node;
}

function element(tag, attributes = {}, ...children) {
  const node = set(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

function shape(tag, attributes, parent) {
  const node = set(document.createElementNS(SVG, tag), attributes);
  parent.append(node);
  return node;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function format(value, digits = 4) {
  if (value === null) return "none";
  const shown = Number(value.toPrecision(digits));
  const size = Math.abs(shown);
  return size !== 0 && size < 1e-4 ? shown.toExponential(1) : String(shown === 0 ? 0 : shown);
}

function asText(value, digits) {
  return typeof value === "string" ? value : format(value, digits);
}

// ---- one view of a widget ------------------------------------------------------------------------------------------

function createView(model, el, name) {
  const root = element("div", { class: `bp-widget bp-${name}` });
  el.append(root);
  const endings = [];
  const on = (event, listener) => {
    model.on(event, listener);
    endings.push(() => model.off(event, listener));
  };
  // JupyterLab takes arrows and Enter in a cell's output for its own commands; a slider and a button need them. Chords
  // such as Ctrl+S and Shift+Enter stay with JupyterLab. It looks for the attribute on the element that has the focus.
  const keepKeys = (event) => {
    if (!root.contains(event.target)) return;
    const chord = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !chord);
  };
  window.addEventListener("keydown", keepKeys, true);
  endings.push(() => window.removeEventListener("keydown", keepKeys, true));
  const end = () => {
    endings.forEach((ending) => ending());
    root.remove();
  };
  // Draws the picture that is there, and from then on each that comes.
  const follow = (draw) => {
    const show = () => draw(model.get("picture"), model.get("alt"));
    on("change:picture", show);
    show();
    return show;
  };
  const view = { root, on, follow, end, atEnd: (ending) => endings.push(ending) };
  createPanel(view, model);
  return view;
}

function createColumns(view) {
  const columns = ["bp-figure", "bp-side"].map((name) => element("div", { class: name }));
  view.root.append(element("div", { class: "bp-columns" }, ...columns));
  return columns;
}

// ---- pictures ------------------------------------------------------------------------------------------------------

function ticks(low, high, about) {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const marks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) marks.push(k * step);
  return marks;
}

function createPlot(parent, options) {
  const { width, height, x, y, xLabel, yLabel = "", xTicks, yTicks = 0, xText = format, yText = format } = options;
  const box = { left: yTicks ? 52 : 14, right: width - 14, top: 36, bottom: height - 42 };
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "bp-plot" }, parent);
  svg.style.maxWidth = `${width}px`;
  const id = `bp-${Math.random().toString(36).slice(2)}`;
  const clip = shape("clipPath", { id }, svg);
  const frame = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
  shape("rect", frame, clip);
  shape("rect", { ...frame, class: "bp-frame" }, svg);
  const title = shape("text", { x: box.left, y: 20, class: "bp-title" }, svg);
  const grid = shape("g", { class: "bp-axis" }, svg);
  const layer = shape("g", { "clip-path": `url(#${id})` }, svg);
  const front = shape("g", {}, svg);
  const middle = (box.left + box.right) / 2;
  shape("text", { x: middle, y: height - 8, class: "bp-axis-name", "text-anchor": "middle" }, svg).textContent = xLabel;
  const yName = shape("text", { class: "bp-axis-name", "text-anchor": "middle" }, svg);
  set(yName, { transform: `translate(11 ${(box.top + box.bottom) / 2}) rotate(-90)` }).textContent = yLabel;

  const plot = { svg, layer, front, box };
  plot.setRange = (xRange, yRange) => {
    if (plot.range === `${xRange} ${yRange}`) return;
    plot.range = `${xRange} ${yRange}`;
    plot.x = (value) => box.left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * frame.width;
    plot.y = (value) => box.bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * frame.height;
    grid.replaceChildren();
    for (const mark of ticks(...xRange, xTicks)) {
      const at = plot.x(mark);
      shape("line", { x1: at, x2: at, y1: box.top, y2: box.bottom, class: mark === 0 ? "bp-zero" : null }, grid);
      const label = shape("text", { x: at, y: box.bottom + 16, "text-anchor": "middle" }, grid);
      label.textContent = xText(mark);
    }
    for (const mark of yTicks ? ticks(...yRange, yTicks) : []) {
      const at = plot.y(mark);
      shape("line", { x1: box.left, x2: box.right, y1: at, y2: at, class: mark === 0 ? "bp-zero" : null }, grid);
      shape("text", { x: box.left - 7, y: at + 4, "text-anchor": "end" }, grid).textContent = yText(mark);
    }
  };
  plot.setRange(x, y);
  plot.say = (text, description = text) => {
    write(title, text);
    set(svg, { "aria-label": description });
  };
  return plot;
}

function createLine(plot, look) {
  const path = shape("polyline", { class: `bp-line ${look}` }, plot.layer);
  return (xs, ys) => {
    const points = xs.map((value, k) => `${plot.x(value).toFixed(2)},${plot.y(ys[k]).toFixed(2)}`);
    set(path, { points: points.join(" ") });
  };
}

// A dashed line from the bottom of the plot to its top, at x in its units. No argument hides it.
function createUpright(plot) {
  const [y1, y2] = [plot.box.top, plot.box.bottom];
  const line = shape("line", { y1, y2, class: "bp-line bp-fixed bp-dashed" }, plot.layer);
  return (x) => {
    const at = x === undefined ? 0 : plot.x(x);
    set(line, { x1: at, x2: at, visibility: x === undefined ? "hidden" : null });
  };
}

// A rectangle between two corners in the units of the plot. No argument hides it.
function createBand(parent, plot, look) {
  const band = shape("rect", { class: `bp-band ${look}` }, parent);
  return (x0, y0, x1, y1) => {
    if (x0 === undefined) return set(band, { width: 0 });
    return set(band, { x: plot.x(x0), y: plot.y(y1), width: plot.x(x1) - plot.x(x0), height: plot.y(y0) - plot.y(y1) });
  };
}

function createDot(parent, plot, look, radius = 6) {
  const dot = shape("circle", { r: radius, class: `bp-dot ${look}` }, parent);
  return (x, y) => set(dot, { cx: plot.x(x), cy: plot.y(y) });
}

// From (x0, y0) to (x1, y1) in the units of the plot; the head shrinks with a short arrow. No argument hides it.
function createArrow(parent, plot, look, headSize = 9) {
  const path = shape("path", { class: `bp-arrow ${look}` }, parent);
  return (x0, y0, x1, y1) => {
    if (x0 === undefined) return set(path, { d: null });
    const [fromX, fromY, toX, toY] = [plot.x(x0), plot.y(y0), plot.x(x1), plot.y(y1)];
    const length = Math.hypot(toX - fromX, toY - fromY);
    if (length < 0.5) return set(path, { d: null });
    const head = Math.min(headSize, length * 0.6);
    const [alongX, alongY] = [((toX - fromX) / length) * head, ((toY - fromY) / length) * head];
    const [backX, backY] = [toX - alongX, toY - alongY];
    const wing = 0.45;
    return set(path, {
      d:
        `M${fromX} ${fromY}L${backX} ${backY}M${toX} ${toY}` +
        `L${backX - alongY * wing} ${backY + alongX * wing}L${backX + alongY * wing} ${backY - alongX * wing}Z`,
    });
  };
}

// Text on a picture, in pixels; a halo in the colour of the page keeps it readable across lines. `key` is a mark in the
// colour of what the text is about.
function createLabel(parent, look = "", key = "") {
  const label = shape("text", { class: `bp-label ${look}` }, parent);
  if (key) shape("tspan", { class: `bp-key ${key}` }, label).textContent = "▲ ";
  const words = shape("tspan", {}, label);
  return (x, y, text, anchor = "start") => {
    set(label, { x, y, "text-anchor": anchor });
    write(words, text);
  };
}

// ---- numbers -------------------------------------------------------------------------------------------------------

// `value(now)` gives the number of a cell, or its text; returns the function that writes them all.
function createNumbers(parent, numbers) {
  const cells = numbers.map(({ name, label = name, formula, look = "fixed", value = (now) => now[name] }) => {
    const shown = element("span", { class: "bp-value", "data-number": name });
    const cell = element("div", { class: `bp-number bp-${look}` }, element("span", {}, label), shown);
    if (formula) cell.append(element("span", { class: "bp-formula" }, formula));
    return { shown, cell, value };
  });
  parent.append(element("div", { class: "bp-numbers" }, ...cells.map(({ cell }) => cell)));
  return (now) => {
    for (const { shown, value } of cells) write(shown, asText(value(now)));
  };
}

// ---- controls ------------------------------------------------------------------------------------------------------

// Disables the nodes of a control while the question is about something else, and while `idle()` says that there is
// nothing to do with it.
function lock(view, model, name, nodes, idle) {
  const show = () => {
    const { unlocked } = model.get("panel");
    const locked = (unlocked !== null && !unlocked.includes(name)) || Boolean(idle && idle());
    for (const node of nodes) node.disabled = locked;
  };
  view.on(idle ? "change" : "change:panel", show);
  show();
}

// A slider and a number box for one trait, from the least to the most that Python lets it be, or over a range of its
// own. ipywidgets keeps one message in flight and merges what comes meanwhile, so that a fast drag sends the newest
// value and drops those it has overtaken.
function createControl(view, model, { name, label, means, step, log = false, range: bounds }) {
  const [min, max] = bounds || model.get("ranges")[name];
  const toSlider = (value) => (log ? (100 * Math.log(value / min)) / Math.log(max / min) : value);
  const fromSlider = (place) => (log ? Number((min * (max / min) ** (place / 100)).toPrecision(3)) : place);
  const range = log ? { min: 0, max: 100, step: 1 } : { min, max, step };
  const full = means ? `${label}, ${means}` : label;
  const slider = element("input", { type: "range", ...range, "aria-label": full, "data-control": name });
  const box = { type: "number", min, max, step: log ? "any" : step, "aria-label": `${full}, as a number` };
  const number = element("input", box);
  const symbol = element("span", { class: "bp-symbol" }, label);
  const meaning = element("span", { class: "bp-means" }, means);
  const row = element("div", { class: "bp-control" }, symbol, meaning, slider, number);

  const send = (value) => {
    model.set(name, Math.min(max, Math.max(min, value)));
    model.save_changes();
  };
  slider.addEventListener("input", () => send(fromSlider(slider.valueAsNumber)));
  const enter = () => {
    if (Number.isFinite(number.valueAsNumber)) send(number.valueAsNumber);
    show();
  };
  number.addEventListener("change", enter);
  number.addEventListener("keydown", (event) => event.key === "Enter" && enter()); // Enter brings no change here
  const show = () => {
    const value = model.get(name);
    slider.value = toSlider(value);
    number.value = format(value);
    set(slider, { "aria-valuetext": `${label} = ${format(value)}` });
  };
  view.on(`change:${name}`, show);
  show();
  lock(view, model, name, [slider, number]);
  return row;
}

// A list of options for one trait; `idle()` says when it has nothing to choose.
function createSelect(view, model, { name, means, options, idle }) {
  const select = element("select", { "data-control": name, "aria-label": means });
  select.append(...options.map((option) => element("option", { value: option }, option)));
  select.addEventListener("change", () => {
    model.set(name, select.value);
    model.save_changes();
  });
  const show = () => {
    select.value = model.get(name);
  };
  view.on(`change:${name}`, show);
  show();
  lock(view, model, name, [select], idle);
  return element("label", { class: "bp-choice" }, element("span", { class: "bp-means" }, means), select);
}

// A button that sends `message()`; `idle()` says when that would do nothing.
function createButton(view, model, { name, text, message, idle }) {
  const button = element("button", { type: "button", "data-control": name }, text);
  button.addEventListener("click", () => model.send(message()));
  lock(view, model, name, [button], idle);
  return button;
}

// ---- predict, move, compare ----------------------------------------------------------------------------------------

const PHASES = { asking: "Predict first", moving: "Now move", answered: "Compare", exploring: "Explore" };
const EXPLORING = "Everything is unlocked: move what you like, or let me ask again.";

function createPanel(view, model) {
  const phase = element("span", { class: "bp-phase" });
  const score = element("span", { class: "bp-score" });
  const question = element("p", { class: "bp-question" });
  const choices = element("div", { class: "bp-choices", role: "group", "aria-label": "Your prediction" });
  const answer = element("p", { class: "bp-answer", "aria-live": "polite" });
  const another = element("button", { type: "button" }, "Ask me another");
  const explore = element("button", { type: "button" }, "Explore freely");
  const next = element("div", { class: "bp-next" }, another, explore);
  const section = element("section", { class: "bp-panel", "aria-label": "Predict, then move, then compare" });
  section.append(element("div", { class: "bp-panel-head" }, phase, score), question, choices, answer, next);
  view.root.append(section);
  let pressed = false; // the focus follows a reader who pressed a button here, and nobody else
  const ask = (message) => {
    pressed = true;
    model.send(message);
  };
  another.addEventListener("click", () => ask({ do: "another" }));
  explore.addEventListener("click", () => ask({ do: "explore" }));

  let shown = {};
  let timer = 0;
  view.atEnd(() => clearTimeout(timer));

  const showChoices = (panel) => {
    choices.replaceChildren(
      ...panel.choices.map((choice) => {
        const said = choice === panel.said;
        const button = element("button", { type: "button", "aria-pressed": String(said) }, choice);
        button.disabled = panel.phase !== "asking";
        button.classList.toggle("bp-said", said);
        button.classList.toggle("bp-was", choice === panel.was);
        const notes = [said ? "you said" : "", choice === panel.was ? "it was" : ""].filter(Boolean);
        if (notes.length) button.append(element("small", {}, notes.join(", ")));
        button.addEventListener("click", () => ask({ do: "choose", choice }));
        return button;
      }),
    );
  };

  const show = () => {
    const panel = model.get("panel");
    const newPhase = panel.phase !== shown.phase || panel.question !== shown.question;
    const text = panel.phase === "exploring" ? EXPLORING : panel.text;
    if (newPhase) {
      section.dataset.phase = panel.phase;
      write(phase, PHASES[panel.phase]);
      write(question, panel.question);
      showChoices(panel);
      const right = panel.records.filter((record) => record.right).length;
      write(score, panel.records.length ? `${right} of ${panel.records.length} predictions right` : "");
      another.hidden = !["answered", "exploring"].includes(panel.phase);
      explore.hidden = panel.records.length === 0 || panel.phase === "exploring";
      next.hidden = another.hidden && explore.hidden;
    }
    // While the reader drags on, the sentence settles before it is read aloud again.
    clearTimeout(timer);
    if (newPhase) write(answer, text);
    else timer = setTimeout(() => write(answer, text), 150);
    shown = panel;
    if (newPhase && pressed) {
      pressed = false;
      // Whatever else listens to the panel unlocks its controls first.
      queueMicrotask(() => {
        const target = panel.phase === "asking" ? choices.querySelector("button") : null;
        (target || view.root.querySelector("[data-control]:enabled") || another).focus();
      });
    }
  };
  view.on("change:panel", show);
  show();
}

// ---- the numbers as a table ----------------------------------------------------------------------------------------

// `rows(picture)` gives [name, what it is, value] for what is drawn now; it is asked only while the table is open.
function createTable(view, model, rows) {
  const body = element("tbody");
  const names = ["Name", "What it is", "Value"].map((name) => element("th", { scope: "col" }, name));
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...names)), body);
  const details = element("details", { class: "bp-table" }, element("summary", {}, "The numbers as a table"), table);
  view.root.append(details);
  const show = () => {
    if (!details.open) return;
    const predictions = model.get("panel").records.map((record) => [
      "prediction",
      record.question,
      `said ${record.said}, was ${record.was}`,
    ]);
    body.replaceChildren(
      ...[...rows(model.get("picture")), ...predictions].map(([name, means, value]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          element("td", {}, means),
          element("td", {}, asText(value, 6)),
        ),
      ),
    );
  };
  details.addEventListener("toggle", show);
  view.on("change:picture", show);
  view.on("change:panel", show);
}
