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
    createPanel(view, model);
    const { controls, computed } = model.get("fixed");
    const pick = (what) => model.send({ do: "pick", ...what });
    const drawGraph = createGraph(view.root, { width: 890, height: 420, pick });

    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });
    const buttons = BUTTONS.map(([text, by]) => {
      const button = element("button", { type: "button", "data-control": "step" }, text);
      button.addEventListener("click", () => model.send({ do: "step", by }));
      return button;
    });
    const restore = element("button", { type: "button" }, "Start values");
    restore.addEventListener("click", () => model.send({ do: "restore" }));
    const rows = controls.map(({ name, means, range: [min, max] }) => {
      const row = createControl(view, model, { name, label: name, means, min, max, step: means === "target" ? 0.01 : 0.05 });
      return [name, row];
    });
    const [main, side] = [element("div", { class: "bp-figure" }), element("div", { class: "bp-side" })];
    main.append(element("div", { class: "bp-buttons" }, ...buttons, restore), line);
    side.append(...rows.map(([, row]) => row), element("p", { class: "bp-caption" }, "Pick another number in the picture."));
    view.root.append(element("div", { class: "bp-columns" }, main, side));

    const drawControls = () => {
      for (const [name, row] of rows) row.hidden = name !== model.get("selected");
    };
    view.on("change:selected", drawControls);
    drawControls();
    const drawButtons = () => {
      const { unlocked } = model.get("panel");
      const [locked, step] = [unlocked !== null && !unlocked.includes("step"), model.get("picture").step];
      buttons.forEach((button, k) => {
        const nowhere = BUTTONS[k][1] > 0 ? step === computed.length : step === 0;
        button.disabled = locked || nowhere;
      });
      restore.disabled = unlocked !== null;
    };
    const draw = () => {
      const now = model.get("picture");
      drawGraph(now.graph, model.get("alt"));
      write(line, now.line);
      drawButtons();
    };
    view.on("change:picture", draw);
    view.on("change:panel", drawButtons);
    draw();
    createTable(view, model, () => {
      const now = model.get("picture");
      return [
        ...controls.map(({ name, means }) => [name, means, now[name]]),
        ...computed.map((name, k) => [name, "forward pass", k < now.step ? now[name] : "not computed yet"]),
      ];
    });
    return view.end;
  },
};
