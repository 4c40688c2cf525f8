// Sweep a graph forwards or back, step by step, and count what all derivatives cost (chapter 05). Uses kit.js and
// graph.js.

// Bars for the ways to all derivatives; the longest fills the room.
function createCounter(parent) {
  const title = element("p", { class: "bp-counter-title" }, "Uses of an edge, for all derivatives");
  const list = element("dl", { class: "bp-counter" });
  const counter = element("div", {}, title, list);
  parent.append(counter);
  return (ways) => {
    counter.hidden = ways.length === 0;
    const most = Math.max(1, ...ways.map(([, , uses]) => uses));
    list.replaceChildren(
      ...ways.flatMap(([name, look, uses]) => {
        const bar = element("span", { class: `bp-bar bp-bar-${look}` });
        bar.style.width = `${(80 * uses) / most}%`;
        return [element("dt", {}, name), element("dd", {}, bar, element("span", {}, String(uses)))];
      }),
    );
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "sweep-explorer");
    createPanel(view, model);
    const now = () => model.get("picture");
    const pick = (what) => model.send({ do: "pick", ...what });
    const drawGraph = createGraph(view.root, { width: 860, height: 340, pick });
    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });

    const buttons = [];
    const createButton = (text, control, message, isIdle) => {
      const button = element("button", { type: "button", "data-control": control }, text);
      button.addEventListener("click", () => model.send(message()));
      buttons.push({ button, control, isIdle });
      return button;
    };
    const step = (by) => () => ({ do: "step", to: now().step + by });
    const mode = (name) => () => ({ do: "mode", mode: name });
    const other = createButton("Other graph", "scene", () => ({ do: "scene" }), () => false);
    const row = element(
      "div",
      { class: "bp-buttons" },
      createButton("Step", "step", step(1), () => now().step === now().last),
      createButton("Step back", "step", step(-1), () => now().step === 0),
      createButton("Forward", "mode", mode("forward"), () => now().mode === "forward"),
      createButton("Reverse", "mode", mode("reverse"), () => now().mode === "reverse"),
      other,
    );
    const [main, side] = [element("div", { class: "bp-figure" }), element("div", { class: "bp-side" })];
    const sliders = element(
      "div",
      {},
      createControl(view, model, { name: "n", label: "n", means: "inputs", min: 1, max: 6, step: 1 }),
      createControl(view, model, { name: "m", label: "m", means: "outputs", min: 1, max: 6, step: 1 }),
    );
    main.append(row, line);
    side.append(sliders);
    const drawCounter = createCounter(side);
    const hint = element("p", { class: "bp-caption" }, "Click an input to sweep forward from it, or e to sweep back.");
    side.append(hint);
    view.root.append(element("div", { class: "bp-columns" }, main, side));

    const lock = () => {
      const { unlocked } = model.get("panel");
      const locked = (control) => unlocked !== null && !unlocked.includes(control);
      for (const { button, control, isIdle } of buttons) button.disabled = locked(control) || isIdle();
      hint.hidden = unlocked !== null || now().scene !== "product";
      side.hidden = hint.hidden && now().scene === "product";
    };
    const draw = () => {
      drawGraph(now().graph, model.get("alt"));
      write(line, now().line);
      sliders.hidden = now().scene === "product";
      drawCounter(now().counter);
      lock();
    };
    view.on("change:picture", draw);
    view.on("change:panel", lock);
    draw();
    createTable(view, model, () => now().rows);
    return view.end;
  },
};
