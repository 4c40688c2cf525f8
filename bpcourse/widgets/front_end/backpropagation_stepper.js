// The 2-2-2 network: forward, back, update, number by number, and training (chapter 06). Uses kit.js and graph.js.

export default {
  render({ model, el }) {
    const view = createView(model, el, "backpropagation-stepper");
    createPanel(view, model);
    const { stops, trainings, last } = model.get("fixed");
    const pick = (what) => model.send({ do: "pick", ...what });
    const drawGraph = createGraph(view.root, { width: 890, height: 530, pick });

    const step = () => model.get("picture").step;
    const makeButton = (text, control, act, goes) => {
      const button = element("button", { type: "button", "data-control": control }, text);
      button.addEventListener("click", act);
      return { button, control, goes };
    };
    const walk = (text, to) =>
      makeButton(text, "step", () => model.send({ do: "step", to: to() }), () => to() !== step() && to() >= 0 && to() <= last);
    const walks = [
      walk("Step", () => step() + 1),
      walk("Step back", () => step() - 1),
      ...Object.entries(stops).map(([text, to]) => walk(text, () => to)),
    ];
    const trains = trainings.map((steps) => {
      const act = () => model.send({ do: "train", to: steps });
      return makeButton(steps.toLocaleString("en"), "trained", act, () => steps !== model.get("picture").trained);
    });
    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });
    const trace = element("p", { class: "bp-caption" });
    const row = (...parts) => element("div", { class: "bp-buttons", role: "group" }, ...parts);
    const train = row(element("span", { class: "bp-caption" }, "Train, steps:"), ...trains.map(({ button }) => button));
    set(train, { "aria-label": "Train for so many steps" });
    view.root.append(row(...walks.map(({ button }) => button)), line, trace, train);

    const drawButtons = () => {
      const { unlocked } = model.get("panel");
      for (const { button, control, goes } of [...walks, ...trains]) {
        button.disabled = !goes() || (unlocked !== null && !unlocked.includes(control));
      }
      for (const { button, goes } of trains) set(button, { "aria-pressed": String(!goes()) });
    };
    const draw = () => {
      const now = model.get("picture");
      drawGraph(now.graph, model.get("alt"));
      write(line, now.line);
      write(trace, now.trace);
      drawButtons();
    };
    view.on("change:picture", draw);
    view.on("change:panel", drawButtons);
    draw();
    createTable(view, model, () => model.get("picture").rows);
    return view.end;
  },
};
