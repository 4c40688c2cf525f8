// Gradient descent in a valley (chapter 03). Uses kit.js.

const NUMBERS = [
  { name: "slope_at_start", label: "slope at the start", formula: "λ w₀", look: "backward" },
  { name: "factor", label: "factor of a step", formula: "1 - ηλ", look: "forward" },
  { name: "end", label: "w after 10 steps", formula: "w₁₀", look: "forward" },
  { name: "distance_left", label: "distance left", formula: "|w₁₀|", look: "forward" },
];
const EDGE = 4; // the weights that are drawn: from -EDGE to EDGE
const LEVELS = [0.3, 1.2, 3, 6, 10, 16];
// Distances are drawn by their powers of ten, so that one factor a step is one straight line.
const [LEAST, MOST] = [-8, 2];
const power = (distance) => Math.log10(Math.max(distance, 10 ** (LEAST - 1)));
const DISTANCES = { [-8]: "10⁻⁸", [-6]: "10⁻⁶", [-4]: "10⁻⁴", [-2]: "0.01", 0: "1", 2: "100" };
const ending = (now) => ({ ...now, end: now.w.at(-1), distance_left: now.distance.at(-1) });

// The points of a trail as dots, joined by a line; returns its draw function.
function createTrail(plot, steps) {
  const line = createLine(plot, "bp-backward bp-trail");
  const dots = Array.from({ length: steps + 1 }, (_, k) => createDot(plot.layer, plot, "bp-step", k === 0 ? 6 : 4));
  return (xs, ys) => {
    line(xs, ys);
    xs.forEach((x, k) => dots[k](x, ys[k]));
  };
}

// The bowl from above: lines of equal loss, and the trail.
function createBowl(parent, { flat, steps }) {
  const plot = createPlot(parent, {
    width: 470,
    height: 300,
    x: [-EDGE, EDGE],
    y: [-EDGE, EDGE],
    xLabel: "weight w1",
    yLabel: "weight w2",
    xTicks: 8,
    yTicks: 4,
  });
  const rings = LEVELS.map(() => shape("ellipse", { class: "bp-line bp-forward bp-ring" }, plot.layer));
  const trail = createTrail(plot, steps);
  return (now) => {
    plot.say("The bowl from above", "The bowl from above: ellipses of equal loss, and the same trail.");
    const unit = plot.x(1) - plot.x(0);
    const unitUp = plot.y(0) - plot.y(1);
    LEVELS.forEach((level, k) => {
      const [rx, ry] = [Math.sqrt((2 * level) / now.curvature) * unit, Math.sqrt((2 * level) / flat) * unitUp];
      set(rings[k], { cx: plot.x(0), cy: plot.y(0), rx, ry });
    });
    trail(now.w, now.w2);
  };
}

// The bowl cut along w1: the loss over one weight, the tangent at the start, and the trail.
function createValley(parent, { steps, ways }) {
  const plot = createPlot(parent, {
    width: 470,
    height: 290,
    x: [-EDGE, EDGE],
    y: [-1.5, 24],
    xLabel: "weight w1",
    yLabel: "loss ½ λ w1²",
    xTicks: 8,
    yTicks: 5,
  });
  const xs = Array.from({ length: 121 }, (_, k) => -EDGE + (2 * EDGE * k) / 120);
  const curve = createLine(plot, "bp-forward");
  const tangent = createLine(plot, "bp-backward bp-dashed");
  const trail = createTrail(plot, steps);
  return (now, alt) => {
    plot.say(ways[now.way].replace(/^./, (first) => first.toUpperCase()), alt);
    curve(xs, xs.map((x) => (now.curvature * x * x) / 2));
    const reach = now.slope_at_start === 0 ? 0 : Math.min(0.8, 4 / Math.abs(now.slope_at_start));
    const ends = [now.start - reach, now.start + reach];
    tangent(ends, ends.map((x) => now.loss[0] + now.slope_at_start * (x - now.start)));
    trail(now.w, now.loss);
  };
}

// The distance from the bottom after each step, with the trail before and the reader's prediction.
function createDistance(parent, { steps }) {
  const plot = createPlot(parent, {
    width: 400,
    height: 270,
    x: [0, steps + 0.6],
    y: [LEAST, MOST],
    xLabel: "step",
    yLabel: "distance |w|",
    xTicks: 10,
    yTicks: 5,
    yText: (mark) => DISTANCES[mark],
  });
  const guess = createBand(plot.layer, plot, "bp-said");
  const guessName = createLabel(plot.front, "bp-quiet");
  const before = createLine(plot, "bp-fixed bp-dashed");
  const line = createLine(plot, "bp-forward");
  const dots = Array.from({ length: steps + 1 }, () => createDot(plot.layer, plot, "bp-step", 4));
  return (now) => {
    plot.say(`After ${steps} steps the distance is ${format(now.distance.at(-1), 3)}`);
    const at = now.distance.map((_, k) => k);
    before(now.before ? at : [], now.before ? now.before.map(power) : []);
    line(at, now.distance.map(power));
    at.forEach((k) => dots[k](k, power(now.distance[k])));
    if (now.predicted) {
      const [low, high] = now.predicted.map((distance) => Math.min(MOST, Math.max(LEAST, power(distance))));
      guess(steps - 0.3, low, steps + 0.3, Math.max(high, low + 0.05));
      guessName(plot.x(steps - 0.3) - 6, plot.y((low + high) / 2) + 4, "you said", "end");
    } else {
      guess();
      guessName(0, 0, "");
    }
  };
}

// The learning rates from 0 on, with 1/λ and 2/λ marked once a prediction has been made and answered.
function createRuler(parent, largest) {
  const plot = createPlot(parent, {
    width: 400,
    height: 116,
    x: [0, largest],
    y: [0, 1],
    xLabel: "learning rate",
    xTicks: 11,
  });
  const marks = [1, 2].map((times) => ({
    text: `${times}/λ`,
    line: createUpright(plot),
    name: createLabel(plot.front, "bp-quiet"),
  }));
  const zone = createBand(plot.layer, plot, "bp-fixed bp-beyond");
  const here = createDot(plot.front, plot, "bp-forward", 6);
  return (now, shown) => {
    const where = now.learning_rate < now.bound ? "below" : now.learning_rate > now.bound ? "beyond" : "exactly at";
    const words = `η = ${format(now.learning_rate)} is ${where} 2/λ = ${format(now.bound)}`;
    plot.say(shown ? words : `η = ${format(now.learning_rate)}`);
    marks.forEach(({ text, line, name }, k) => {
      const x = [now.fastest, now.bound][k];
      line(shown ? x : undefined);
      name(plot.x(x) + 4, plot.box.top + 12, shown ? text : "");
    });
    if (shown) zone(now.bound, 0, largest, 1);
    else zone();
    here(now.learning_rate, 0.25);
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "descent-explorer");
    const [main, side] = createColumns(view);
    const fixed = model.get("fixed");
    side.append(
      createControl(view, model, { name: "learning_rate", label: "η", means: "rate", step: 0.05 }),
      createControl(view, model, { name: "curvature", label: "λ", means: "curvature", step: 0.1 }),
      createControl(view, model, { name: "start", label: "w₀", means: "start", step: 0.1 }),
    );
    const drawRuler = createRuler(side, 2.2);
    const drawDistance = createDistance(side, fixed);
    const drawValley = createValley(main, fixed);
    const drawBowl = createBowl(main, fixed);
    const drawNumbers = createNumbers(side, NUMBERS);

    const draw = view.follow((now, alt) => {
      const { phase } = model.get("panel");
      drawValley(now, alt);
      drawBowl(now);
      drawRuler(now, phase === "answered" || phase === "exploring");
      drawDistance(now);
      drawNumbers(ending(now));
    });
    view.on("change:panel", draw);
    createTable(view, model, (now) => [
      ["η", "learning rate", now.learning_rate],
      ["λ", "curvature", now.curvature],
      ["1/λ", "the learning rate that lands on the bottom", now.fastest],
      ["2/λ", "the bound of the learning rate", now.bound],
      ...NUMBERS.map(({ name, label, formula }) => [formula, label, ending(now)[name]]),
      ...now.w.map((w, k) => [`w, step ${k}`, `loss ${format(now.loss[k])}, w2 = ${format(now.w2[k])}`, w]),
    ]);
    return view.end;
  },
};
