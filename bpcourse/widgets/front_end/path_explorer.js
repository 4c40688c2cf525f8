// A graph with a slope on every edge: walk its paths, merge them, type another expression (chapter 04). Uses kit.js and
// graph.js.

// A slider for one of the inputs, whose number is an entry of the trait `values`. With a new expression the picture may
// come before its values, and the values before the picture.
function createInput(view, model, name) {
  const entry = {
    get: (trait) => (trait === name ? (model.get("values")[name] ?? 0) : model.get(trait)),
    set: (_, value) => model.set("values", { ...model.get("values"), [name]: value }),
    save_changes: () => model.save_changes(),
  };
  const listeners = [];
  const listen = { on: (event, show) => listeners.push([event === "change:panel" ? event : "change:values", show]) };
  const row = createControl(listen, entry, { name, label: name, means: "input", step: 0.1, range: [-5, 5] });
  for (const [event, show] of listeners) model.on(event, show);
  const end = () => listeners.forEach(([event, show]) => model.off(event, show));
  return { row, end };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "path-explorer");
    const now = () => model.get("picture");
    const drawGraph = createGraph(view, model, { width: 860, height: 380 });
    const line = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });

    const button = (text, name, message, idle) => createButton(view, model, { name, text, message, idle });
    const walk = (to) => () => ({ do: "walk", to: to() });
    const merge = (to) => () => ({ do: "merge", to: to() });
    const steps = element(
      "div",
      { class: "bp-buttons" },
      button("Next path", "path", walk(() => now().path + 1), () => now().path === now().last_path),
      button("Path back", "path", walk(() => now().path - 1), () => now().path === 0),
      button("Merge", "merge", merge(() => now().merge + 1), () => now().merge === now().last_merge),
      button("Unmerge", "merge", merge(() => now().merge - 1), () => now().merge === 0),
      button("All slopes", "revealed", () => ({ do: "reveal" }), () => now().all_shown),
    );

    const typed = element("input", { type: "text", class: "bp-typed", "aria-label": "An expression of your own" });
    const error = element("p", { class: "bp-caption bp-error", role: "alert" });
    const read = button("Draw", "expression", () => ({ do: "read", text: typed.value }));
    typed.addEventListener("keydown", (event) => event.key === "Enter" && !read.disabled && read.click());
    const nine = button("Nine paths", "expression", () => ({ do: "nine" }), () => now().expression === "");
    const form = element("div", { class: "bp-buttons" }, typed, read, nine);

    const [main, side] = createColumns(view);
    const sliders = element("div");
    const source = element("p", { class: "bp-caption" });
    main.append(steps, line, form, error);
    side.append(sliders, source);

    let inputs = { names: "", ends: [] };
    const drawInputs = () => {
      const names = now().inputs;
      if (inputs.names === names.join(" ")) return;
      inputs.ends.forEach((end) => end());
      const made = names.map((name) => createInput(view, model, name));
      inputs = { names: names.join(" "), ends: made.map(({ end }) => end) };
      sliders.replaceChildren(...made.map(({ row }) => row));
    };
    view.atEnd(() => inputs.ends.forEach((end) => end()));
    lock(view, model, "expression", [typed]);
    let shown = null;
    view.follow((picture, alt) => {
      const { expression, output, source: from, inputs: names } = picture;
      drawGraph(picture.graph, alt);
      drawInputs();
      write(line, picture.line);
      write(error, picture.error);
      const many = names.length > 1 ? " Click another input to read off its derivative." : "";
      write(source, `Read off now: ∂${output}/∂${from}.${many}`);
      // An answer that comes late does not wipe out what the reader is typing.
      if (expression !== shown && document.activeElement !== typed) typed.value = expression;
      shown = expression;
    });
    // A reader who predicted by keyboard and has to pick a part goes on in the graph.
    let predicted = false;
    view.root.addEventListener("click", (event) => {
      predicted ||= event.target.closest(".bp-choices") !== null;
    });
    view.on("change:panel", () => {
      const { phase, unlocked } = model.get("panel");
      if (predicted && phase === "moving" && unlocked.includes("pick")) {
        setTimeout(() => view.root.querySelector(".bp-part[tabindex='0']").focus());
      }
      predicted = false;
    });
    createTable(view, model, ({ rows }) => rows);
    return view.end;
  },
};
