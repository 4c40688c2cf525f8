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
    const now = () => model.get("picture");
    const drawGraph = createGraph(view, model, { width: 860, height: 340 });
    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });

    const button = (text, name, message, idle) => createButton(view, model, { name, text, message, idle });
    const step = (by) => () => ({ do: "step", to: now().step + by });
    const mode = (name) => () => ({ do: "mode", mode: name });
    const row = element(
      "div",
      { class: "bp-buttons" },
      button("Step", "step", step(1), () => now().step === now().last),
      button("Step back", "step", step(-1), () => now().step === 0),
      button("Forward", "mode", mode("forward"), () => now().mode === "forward"),
      button("Reverse", "mode", mode("reverse"), () => now().mode === "reverse"),
      button("Other graph", "scene", () => ({ do: "scene" })),
    );
    const [main, side] = createColumns(view);
    const sliders = element(
      "div",
      {},
      createControl(view, model, { name: "n", label: "n", means: "inputs", step: 1 }),
      createControl(view, model, { name: "m", label: "m", means: "outputs", step: 1 }),
    );
    main.append(row, line);
    side.append(sliders);
    const drawCounter = createCounter(side);
    const hint = element("p", { class: "bp-caption" }, "Click an input to sweep forward from it, or e to sweep back.");
    side.append(hint);
    const drawSide = () => {
      const { unlocked } = model.get("panel");
      hint.hidden = unlocked !== null || now().scene !== "product";
      side.hidden = hint.hidden && now().scene === "product";
    };
    view.on("change:panel", drawSide);
    view.follow((picture, alt) => {
      drawGraph(picture.graph, alt);
      write(line, picture.line);
      sliders.hidden = picture.scene === "product";
      drawCounter(picture.counter);
      drawSide();
    });
    createTable(view, model, ({ rows }) => rows);
    return view.end;
  },
};
