// A neuron in training (chapter 01). Uses kit.js.

const NUMBERS = [
  { name: "step", value: (now) => now.step },
  { name: "loss", value: (now) => now.loss, look: "forward" },
  { name: "accuracy", value: (now) => now.accuracy, look: "forward" },
  { name: "w1", value: (now) => now.w[0], look: "forward" },
  { name: "w2", value: (now) => now.w[1], look: "forward" },
  { name: "b", value: (now) => now.b, look: "forward" },
  { name: "|gradient|", value: (now) => now.gradient_size, look: "backward" },
];
const ZOOM = 2; // how much longer than true the arrows are
const SIDES = {
  above: "the neuron says more than 0.5 everywhere here",
  below: "the neuron says less than 0.5 everywhere here",
};
const CAPTION =
  "Blue discs should get a = 1, grey squares a = 0. Each thin orange arrow is one point's pull on w, minus its own " +
  "gradient. The thick one, at the tip of w, is the next step: learning rate times the mean pull. Arrows are drawn " +
  "at twice their length.";

// The plane of the points with the line, w, and the pulls; returns its draw function.
function createPlane(parent, points) {
  const plot = createPlot(parent, {
    width: 430,
    height: 442, // as many pixels a unit upwards as sideways, so that w stands upright on the line
    x: points.plane.x1,
    y: points.plane.x2,
    xLabel: "input x1",
    yLabel: "input x2",
    xTicks: 8,
    yTicks: 8,
  });
  const tint = shape("polygon", { class: "bp-tint" }, plot.layer);
  const line = shape("line", { class: "bp-line bp-forward" }, plot.layer);
  const pulls = points.y.map(() => createArrow(plot.layer, plot, "bp-backward bp-thin", 5));
  points.y.forEach((target, k) => {
    const [x, y] = [plot.x(points.x1[k]), plot.y(points.x2[k])];
    if (target === 1) shape("circle", { cx: x, cy: y, r: 4.5, class: "bp-one" }, plot.layer);
    else shape("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: "bp-zero-class" }, plot.layer);
  });
  const weight = createArrow(plot.layer, plot, "bp-forward bp-thick", 11);
  const move = createArrow(plot.layer, plot, "bp-backward bp-thick", 11);
  const weightName = createLabel(plot.front);
  const sideName = createLabel(plot.front, "bp-quiet");
  return (now, alt) => {
    plot.say("Every point pulls on w; the line turns with it", alt);
    now.pulls.forEach(([dx, dy], k) => {
      const [x, y] = [points.x1[k], points.x2[k]];
      pulls[k](x, y, x + ZOOM * dx, y + ZOOM * dy);
    });
    const { left, right, top } = plot.box;
    sideName((left + right) / 2, top + 18, SIDES[now.one_side] || "", "middle");
    if (!now.line) {
      weight();
      move();
      return;
    }
    const [[x0, y0], [x1, y1]] = now.line.ends;
    const [footX, footY] = now.line.foot;
    set(line, { x1: plot.x(x0), y1: plot.y(y0), x2: plot.x(x1), y2: plot.y(y1) });
    const [farX, farY] = [now.w[0] * 1000, now.w[1] * 1000];
    const corners = [[x0, y0], [x1, y1], [x1 + farX, y1 + farY], [x0 + farX, y0 + farY]];
    set(tint, { points: corners.map(([x, y]) => `${plot.x(x)},${plot.y(y)}`).join(" ") });
    const [tipX, tipY] = [footX + ZOOM * now.w[0], footY + ZOOM * now.w[1]];
    weight(footX, footY, tipX, tipY);
    move(tipX, tipY, tipX + ZOOM * now.next_move[0], tipY + ZOOM * now.next_move[1]);
    const inside = tipX > -0.8 && tipX < 6.6 && tipY > -1.7 && tipY < 5.7;
    weightName(plot.x(tipX) + 8, plot.y(tipY) - 8, inside ? "w" : "");
  };
}

// The loss so far; returns its draw function.
function createLossCurve(parent) {
  const plot = createPlot(parent, {
    width: 400,
    height: 230,
    x: [0, 50],
    y: [0, 0.15],
    xLabel: "step",
    yLabel: "loss",
    xTicks: 5,
    yTicks: 4,
  });
  const startLine = shape("line", { class: "bp-line bp-fixed bp-dashed" }, plot.layer);
  const guess = createBand(plot.layer, plot, "bp-said");
  const guessName = createLabel(plot.front, "bp-quiet");
  const curve = createLine(plot, "bp-forward");
  const point = createDot(plot.front, plot, "bp-forward", 5);
  return (now) => {
    const top = Math.max(0.19, ...now.curve.loss) * 1.05;
    plot.setRange([0, Math.max(50, now.step)], [0, top]);
    plot.say(`The loss at step ${now.step} is ${format(now.loss)}`);
    curve(now.curve.step, now.curve.loss);
    point(now.step, now.loss);
    const start = now.curve.loss[0];
    set(startLine, { x1: plot.box.left, x2: plot.box.right, y1: plot.y(start), y2: plot.y(start) });
    const range = now.predicted_loss;
    if (range) {
      const high = Math.min(range.high, top);
      guess(range.step - 2, range.low, range.step, high);
      guessName(plot.x(range.step - 2) - 6, plot.y((range.low + high) / 2) + 4, "you said", "end");
    } else {
      guess();
      guessName(0, 0, "");
    }
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "neuron-trainer");
    const [main, side] = createColumns(view);
    const running = () => model.get("running");
    const button = (text, order, idle) =>
      createButton(view, model, { name: "train", text, message: () => ({ do: order() }), idle });
    const toggle = button("Start", () => (running() ? "pause" : "start"));
    const step = button("Step", () => "step", running);
    const reset = button("Reset", () => "reset");
    side.append(
      element("div", { class: "bp-buttons" }, toggle, step, reset),
      createControl(view, model, { name: "learning_rate", label: "learning rate", means: "", log: true }),
    );
    const drawPlane = createPlane(main, model.get("points"));
    main.append(element("p", { class: "bp-caption" }, CAPTION));
    const drawLoss = createLossCurve(side);
    const drawNumbers = createNumbers(side, NUMBERS);

    const drawToggle = () => write(toggle, running() ? "Pause" : "Start");
    view.on("change:running", drawToggle);
    drawToggle();
    view.follow((now, alt) => {
      drawPlane(now, alt);
      drawLoss(now);
      drawNumbers(now);
      // The kernel computes the next frame while the browser paints this one, and never runs further ahead.
      model.send({ do: "drawn", frame: now.frame });
    });
    createTable(view, model, (now) => [
      ...NUMBERS.map(({ name, value }) => [name, "now", value(now)]),
      ["dL/dw1", "gradient of the loss", now.gradient[0]],
      ["dL/dw2", "gradient of the loss", now.gradient[1]],
      ["dL/db", "gradient of the loss", now.gradient[2]],
      ...now.curve.step.flatMap((at, k) =>
        k % Math.ceil(now.curve.step.length / 10) ? [] : [[`loss ${at}`, `loss after step ${at}`, now.curve.loss[k]]],
      ),
    ]);
    return view.end;
  },
};
