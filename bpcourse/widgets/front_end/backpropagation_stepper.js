// The 2-2-2 network: forward, back, update, number by number, and training (chapter 06). Uses kit.js and graph.js.

export default {
  render({ model, el }) {
    const view = createView(model, el, "backpropagation-stepper");
    const { stops, trainings, last } = model.get("fixed");
    const drawGraph = createGraph(view, model, { width: 890, height: 530 });

    const step = () => model.get("picture").step;
    const walk = (text, to) => {
      const idle = () => to() === step() || to() < 0 || to() > last;
      return createButton(view, model, { name: "step", text, message: () => ({ do: "step", to: to() }), idle });
    };
    const walks = [
      walk("Step", () => step() + 1),
      walk("Step back", () => step() - 1),
      ...Object.entries(stops).map(([text, to]) => walk(text, () => to)),
    ];
    const trains = trainings.map((steps) => {
      const idle = () => steps === model.get("picture").trained;
      const text = steps.toLocaleString("en");
      return createButton(view, model, { name: "trained", text, message: () => ({ do: "train", to: steps }), idle });
    });
    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });
    const trace = element("p", { class: "bp-caption" });
    const row = (...parts) => element("div", { class: "bp-buttons", role: "group" }, ...parts);
    const train = row(element("span", { class: "bp-caption" }, "Train, steps:"), ...trains);
    set(train, { "aria-label": "Train for so many steps" });
    view.root.append(row(...walks), line, trace, train);

    view.follow((now, alt) => {
      drawGraph(now.graph, alt);
      write(line, now.line);
      write(trace, now.trace);
      trains.forEach((button, k) => set(button, { "aria-pressed": String(trainings[k] === now.trained) }));
    });
    createTable(view, model, (now) => now.rows);
    return view.end;
  },
};
