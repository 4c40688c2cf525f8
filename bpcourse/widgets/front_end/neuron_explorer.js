// One neuron under the reader's hand (chapter 01). Uses kit.js.

const NUMBERS = [
  { name: "z", label: "z", formula: "w x + b", look: "forward" },
  { name: "a", label: "a", formula: "sigmoid(z)", look: "forward" },
  { name: "da_dz", label: "da/dz", formula: "a (1 - a)", look: "backward" },
  { name: "da_dw", label: "da/dw", formula: "da/dz · x", look: "backward" },
  { name: "da_db", label: "da/db", formula: "da/dz · 1", look: "backward" },
  { name: "da_dx", label: "da/dx", formula: "da/dz · w", look: "backward" },
];

const signed = (change) => `${change < 0 ? "" : "+"}${Math.abs(change) < 0.0005 ? format(change, 3) : change.toFixed(3)}`;

// The neuron's curve over x, with the tangent, the 0.5 point and the nudge; returns its draw function.
function createCurve(parent, curveX) {
  const plot = createPlot(parent, {
    width: 560,
    height: 360,
    x: [-6, 6],
    y: [-0.1, 1.1],
    xLabel: "input x",
    yLabel: "output a",
    xTicks: 12,
    yTicks: 6,
  });
  const before = createLine(plot, "bp-fixed bp-dashed");
  const decision = createUpright(plot);
  const curve = createLine(plot, "bp-forward");
  const tangent = createLine(plot, "bp-backward");
  const reach = shape("line", { class: "bp-line bp-fixed" }, plot.layer);
  const predicted = createArrow(plot.layer, plot, "bp-backward");
  const actual = createArrow(plot.layer, plot, "bp-forward");
  const guess = createArrow(plot.front, plot, "bp-said", 11);
  const guessName = createLabel(plot.front, "bp-quiet");
  const halfway = createDot(plot.layer, plot, "bp-fixed", 4);
  const point = createDot(plot.front, plot, "bp-forward");
  const decisionName = createLabel(plot.front, "bp-quiet");
  const predictedName = createLabel(plot.front, "", "bp-backward");
  const actualName = createLabel(plot.front, "", "bp-forward");

  return (now, said, alt) => {
    plot.say(`The tangent says how fast a moves with x: da/dx = ${format(now.da_dx, 3)}`, alt);
    curve(curveX, now.curve_a);
    tangent([now.x - 12, now.x + 12], [now.a - 12 * now.da_dx, now.a + 12 * now.da_dx]);
    point(now.x, now.a);

    const old = now.before;
    before(old ? curveX : [], old ? old.curve_a : []);
    const direction = { left: -1, right: 1 }[said];
    if (old && direction) {
      guess(old.decision, 0.5, old.decision + direction, 0.5);
      guessName(plot.x(old.decision + direction * 0.5), plot.y(0.5) - 10, "you said", "middle");
    } else {
      guess();
      guessName(0, 0, "");
    }

    const none = now.decision === null;
    const inside = !none && Math.abs(now.decision) <= 6;
    decision(inside ? now.decision : undefined);
    halfway(inside ? now.decision : 99, 0.5);
    if (inside) {
      const right = now.decision > 3.5;
      const name = `a = 0.5 at x = ${format(now.decision)}`;
      decisionName(plot.x(now.decision) + (right ? -6 : 6), plot.box.bottom - 8, name, right ? "end" : "start");
    } else {
      const everywhere = "w = 0 and b = 0: a = 0.5 at every x";
      const flat = now.a === 0.5 ? everywhere : "w = 0: x does not move a, there is no 0.5 point";
      const where = none ? flat : `a = 0.5 at x = ${format(now.decision)}, out of the picture`;
      decisionName((plot.box.left + plot.box.right) / 2, plot.box.bottom - 8, where, "middle");
    }

    const end = now.x + now.dx;
    const gap = 0.07;
    set(reach, { x1: plot.x(now.x), x2: plot.x(end), y1: plot.y(now.a), y2: plot.y(now.a) });
    predicted(end - gap, now.a, end - gap, now.a + now.predicted_change);
    actual(end + gap, now.a, end + gap, now.a + now.actual_change);
    // The left end of the picture is free above a low curve and below a high one.
    const top = now.curve_a[0] < 0.5 ? plot.y(0.9) : plot.y(0.34);
    predictedName(plot.box.left + 12, top, `the tangent predicts ${signed(now.predicted_change)}`);
    actualName(plot.box.left + 12, top + 17, `the neuron moves ${signed(now.actual_change)}`);
  };
}

// The sigmoid itself, with the z of this neuron marked; a z outside the picture is held at its edge.
function createSigmoid(parent, fixed) {
  const plot = createPlot(parent, {
    width: 340,
    height: 212,
    x: [-8, 8],
    y: [-0.1, 1.1],
    xLabel: "z = w x + b",
    yLabel: "a",
    xTicks: 4,
    yTicks: 3,
  });
  createLine(plot, "bp-forward")(fixed.z, fixed.sigmoid);
  const tangent = createLine(plot, "bp-backward");
  const point = createDot(plot.front, plot, "bp-forward", 5);
  const outside = createLabel(plot.front, "bp-quiet");
  return (now) => {
    plot.say(`Sigmoid: z = ${format(now.z, 3)}, slope ${format(now.da_dz, 3)}`);
    const z = Math.min(8, Math.max(-8, now.z));
    tangent([z - 3, z + 3], [now.a - 3 * now.da_dz, now.a + 3 * now.da_dz]);
    point(z, now.a);
    const side = z > 0 ? -1 : 1;
    outside(plot.x(z) + 10 * side, plot.y(0.5), z === now.z ? "" : "z is further out", side > 0 ? "start" : "end");
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "neuron-explorer");
    const [main, side] = createColumns(view);
    side.append(
      createControl(view, model, { name: "w", label: "w", means: "weight", step: 0.1 }),
      createControl(view, model, { name: "b", label: "b", means: "bias", step: 0.1 }),
      createControl(view, model, { name: "x", label: "x", means: "input", step: 0.1 }),
      createControl(view, model, { name: "dx", label: "dx", means: "nudge", step: 0.05 }),
    );
    const fixed = model.get("fixed");
    const drawCurve = createCurve(main, fixed.curve_x);
    const drawSigmoid = createSigmoid(side, fixed);
    const drawNumbers = createNumbers(view.root, NUMBERS);

    view.follow((now, alt) => {
      drawCurve(now, model.get("panel").said, alt);
      drawSigmoid(now);
      drawNumbers(now);
    });
    createTable(view, model, (now) => [
      ["w", "weight", now.w],
      ["b", "bias", now.b],
      ["x", "input", now.x],
      ...NUMBERS.map(({ name, label, formula }) => [label, formula, now[name]]),
      ["-b/w", "the x where a = 0.5", now.decision],
      ["dx", "nudge of x", now.dx],
      ["slope · dx", "change of a that the tangent predicts", now.predicted_change],
      ["change of a", "what the neuron does", now.actual_change],
      ...fixed.curve_x.flatMap((x, k) => (k % 20 ? [] : [[`a(${format(x)})`, "the curve", now.curve_a[k]]])),
    ]);
    return view.end;
  },
};
