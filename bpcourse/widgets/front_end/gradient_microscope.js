// Errors of a measured slope over the step h (chapter 07). Uses kit.js.

const METHODS = [
  ["one-sided", "fixed", 6],
  ["complex step", "forward", 8],
  ["central", "backward", 5], // drawn last, and dashed: for a large h it lies on the complex step
];
const log10 = (error) => Math.log10(error);
const tiny = (error) => error.toExponential(0);

export default {
  render({ model, el }) {
    const view = createView(model, el, "gradient-microscope");
    createPanel(view, model);
    const main = element("div", { class: "bp-figure" });
    const side = element("div", { class: "bp-side" });
    view.root.append(element("div", { class: "bp-columns" }, main, side));
    const plot = createPlot(main, {
      width: 520,
      height: 360,
      x: [0.5, 16.5],
      y: [-17.5, 1],
      xLabel: "power k: the step is h = 10⁻ᵏ",
      yLabel: "error, as a power of ten",
      xTicks: 16,
      yTicks: 10,
    });
    const here = shape("line", { class: "bp-line bp-fixed bp-dashed" }, plot.layer);
    const parts = METHODS.map(([name, flow, radius]) => {
      const look = `bp-${flow}`;
      const value = element("span", { class: "bp-value", "data-number": name });
      const cell = element("div", { class: `bp-number ${look}` }, element("span", {}, name), value);
      const line = createLine(plot, name === "central" ? `${look} bp-dashed` : look);
      return { name, value, cell, line, dot: createDot(plot.front, plot, look, radius) };
    });
    side.append(
      createControl(view, model, { name: "power", label: "k", means: "power of h", min: 1, max: 16, step: 1 }),
      createControl(view, model, { name: "bits", label: "bits", means: "precision", min: 32, max: 64, step: 32 }),
      createControl(view, model, { name: "kink", label: "d", means: "distance of a kink", min: 0, max: 0.1, step: 0.01 }),
      element("div", { class: "bp-numbers" }, ...parts.map(({ cell }) => cell)),
    );
    const draw = () => {
      const now = model.get("picture");
      // Until the answer is there, the curves end at the h that was reached: what comes is to be predicted.
      const asked = ["asking", "moving"].includes(model.get("panel").phase);
      plot.say(`Relative errors of a slope at h = 1e-${format(now.power)}`, model.get("alt"));
      const x = plot.x(now.power);
      set(here, { x1: x, x2: x, y1: plot.box.top, y2: plot.box.bottom });
      for (const { name, value, line, dot } of parts) {
        const errors = now.errors[name];
        const drawn = asked ? errors.slice(0, Math.floor(now.power)) : errors;
        line(drawn.map((_, k) => k + 1), drawn.map(log10));
        dot(now.power, log10(now.now[name]));
        write(value, tiny(now.now[name]));
      }
    };
    view.on("change:picture", draw);
    view.on("change:panel", draw);
    draw();
    createTable(view, model, () => {
      const now = model.get("picture");
      return [
        ["bits", "precision", now.bits],
        ["d", "distance of the kink", now.kink],
        ...METHODS.flatMap(([name]) => now.errors[name].map((error, k) => [name, `h = 1e-${k + 1}`, tiny(error)])),
      ];
    });
    return view.end;
  },
};
