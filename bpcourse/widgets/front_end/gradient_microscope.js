// Errors of a measured slope over the step h (chapter 07). Uses kit.js.

const METHODS = [
  ["one-sided", "fixed", 6],
  ["complex step", "forward", 8],
  ["central", "backward", 5], // drawn last, and dashed: for a large h it lies on the complex step
];
const { log10 } = Math;
const tiny = (error) => error.toExponential(0);

export default {
  render({ model, el }) {
    const view = createView(model, el, "gradient-microscope");
    const [main, side] = createColumns(view);
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
    const here = createUpright(plot);
    const parts = METHODS.map(([name, look, radius]) => {
      const line = createLine(plot, name === "central" ? `bp-${look} bp-dashed` : `bp-${look}`);
      return { name, line, dot: createDot(plot.front, plot, `bp-${look}`, radius) };
    });
    side.append(
      createControl(view, model, { name: "power", label: "k", means: "power of h", step: 1 }),
      createControl(view, model, { name: "bits", label: "bits", means: "precision", step: 32 }),
      createControl(view, model, { name: "kink", label: "d", means: "distance of a kink", step: 0.01 }),
    );
    const numbers = METHODS.map(([name, look]) => ({ name, look, value: (now) => tiny(now.now[name]) }));
    const drawNumbers = createNumbers(side, numbers);
    const draw = view.follow((now, alt) => {
      // Until the answer is there, the curves end at the h that was reached: what comes is to be predicted.
      const asked = ["asking", "moving"].includes(model.get("panel").phase);
      plot.say(`Relative errors of a slope at h = 1e-${format(now.power)}`, alt);
      here(now.power);
      for (const { name, line, dot } of parts) {
        const errors = now.errors[name];
        const drawn = asked ? errors.slice(0, Math.floor(now.power)) : errors;
        line(drawn.map((_, k) => k + 1), drawn.map(log10));
        dot(now.power, log10(now.now[name]));
      }
      drawNumbers(now);
    });
    view.on("change:panel", draw);
    createTable(view, model, (now) => [
      ["bits", "precision", now.bits],
      ["d", "distance of the kink", now.kink],
      ...METHODS.flatMap(([name]) => now.errors[name].map((error, k) => [name, `h = 1e-${k + 1}`, tiny(error)])),
    ]);
    return view.end;
  },
};
