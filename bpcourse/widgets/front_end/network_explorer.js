// The 2-2-2 network: step through its forward pass, pick a number, change it (chapter 02). Uses kit.js and graph.js.

const BUTTONS = [
  ["Step", 1],
  ["Step back", -1],
  ["To the end", 99],
  ["To the start", -99],
];

export default {
  render({ model, el }) {
    const view = createView(model, el, "network-explorer");
    const { controls, computed } = model.get("fixed");
    const drawGraph = createGraph(view, model, { width: 890, height: 420 });

    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });
    const buttons = BUTTONS.map(([text, by]) => {
      const idle = () => model.get("picture").step === (by > 0 ? computed.length : 0);
      return createButton(view, model, { name: "step", text, message: () => ({ do: "step", by }), idle });
    });
    const message = () => ({ do: "restore" });
    const restore = createButton(view, model, { name: "restore", text: "Start values", message });
    const rows = controls.map(({ name, means }) => {
      const step = means === "target" ? 0.01 : 0.05;
      return [name, createControl(view, model, { name, label: name, means, step })];
    });
    const [main, side] = createColumns(view);
    main.append(element("div", { class: "bp-buttons" }, ...buttons, restore), line);
    side.append(...rows.map(([, row]) => row), element("p", { class: "bp-caption" }, "Pick another number in the picture."));

    const drawControls = () => {
      for (const [name, row] of rows) row.hidden = name !== model.get("selected");
    };
    view.on("change:selected", drawControls);
    drawControls();
    view.follow((now, alt) => {
      drawGraph(now.graph, alt);
      write(line, now.line);
    });
    createTable(view, model, (now) => [
      ...controls.map(({ name, means }) => [name, means, now[name]]),
      ...computed.map((name, k) => [name, "forward pass", k < now.step ? now[name] : "not computed yet"]),
    ]);
    return view.end;
  },
};
