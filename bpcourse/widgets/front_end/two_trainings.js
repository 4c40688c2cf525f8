// Training with the right gradient and with a wrong one, side by side (chapter 07). Uses kit.js.

const [LEAST, MOST] = [-12, 0]; // powers of ten of the losses that are drawn
const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const powerText = (power) =>
  power === 0 ? "1" : `10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => DIGITS[digit]).join("")}`;
const { log10 } = Math;
const short = (loss) => loss.toExponential(1);
const APART = 15; // pixels between the names of two curves
const CAPTION =
  "Relative errors and angle compare the wrong gradient with the measured one, both at the weights that the wrong " +
  "training has reached. Angle and cosine count all six weights.";

// Both losses up to the pass that was reached; returns its draw function.
function createLosses(parent, passes) {
  const plot = createPlot(parent, {
    width: 520,
    height: 340,
    x: [0, passes * 1.18],
    y: [LEAST, MOST],
    xLabel: "pass",
    yLabel: "loss, logarithmic",
    xTicks: 6,
    yTicks: 6,
    yText: powerText,
  });
  const curves = [
    ["right", "bp-forward", 7.5],
    ["wrong", "bp-backward", 5],
  ].map(([name, look, radius]) => ({
    name,
    line: createLine(plot, look),
    dot: createDot(plot.front, plot, look, radius),
    label: createLabel(plot.front, "", look),
  }));
  return (now, alt) => {
    const times = format(now.loss / now.right_loss, 2);
    const compared = times === "1" ? "both losses are about equal" : `the wrong loss is ${times} times the right one`;
    plot.say(`Pass ${now.passes}: ${compared}`, alt);
    const at = now.losses.map((_, k) => k + 1);
    const ends = [log10(now.right_loss), log10(now.loss)];
    const places = ends.map(plot.y);
    const [right, wrong] = places;
    const push = Math.max(0, APART - Math.abs(right - wrong)) / 2;
    curves.forEach(({ name, line, dot, label }, k) => {
      line(at, (k ? now.losses : now.right_losses).map(log10));
      dot(now.passes, ends[k]);
      const lower = k ? wrong > right : right >= wrong;
      label(plot.x(now.passes) + 11, places[k] + 4 + (lower ? push : -push), name);
    });
  };
}

// Both steps as arrows in the plane in which they lie: half of it is downhill. Returns its draw function.
function createAngle(parent) {
  const [width, height, reach, middle] = [328, 172, 112, 154];
  const foot = height - 24;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "bp-plot" }, parent);
  svg.style.maxWidth = `${width}px`;
  const title = shape("text", { x: 0, y: 18, class: "bp-title" }, svg);
  const quarter = `M${middle} ${foot}V${foot - reach}A${reach} ${reach} 0 0 1 ${middle + reach} ${foot}Z`;
  shape("path", { d: quarter, class: "bp-tint" }, svg);
  const half = `M${middle - reach} ${foot}A${reach} ${reach} 0 0 1 ${middle + reach} ${foot}Z`;
  shape("path", { d: half, class: "bp-frame" }, svg);
  shape("line", { x1: middle, x2: middle, y1: foot, y2: foot - reach, class: "bp-line bp-fixed bp-dashed" }, svg);
  createLabel(svg, "bp-quiet")(middle - 8, height - 6, "uphill", "end");
  createLabel(svg, "bp-quiet")(middle + 8, height - 6, "downhill");
  createLabel(svg)(middle + reach + 5, foot + 4, "right");
  const pixels = { x: (x) => middle + x * reach, y: (y) => foot - y * reach };
  const right = createArrow(svg, pixels, "bp-forward bp-thick", 12);
  const wrong = createArrow(svg, pixels, "bp-backward bp-thick", 12);
  const name = createLabel(svg);
  return (now) => {
    const turn = (now.angle * Math.PI) / 180;
    const [x, y] = [0.78 * Math.cos(turn), 0.78 * Math.sin(turn)];
    right(0, 0, 0.97, 0);
    wrong(0, 0, x, y);
    name(pixels.x(x), pixels.y(y) - 10, "wrong", "middle");
    const said = `Wrong step turned by ${Math.round(now.angle)}°: ${now.cosine > 0 ? "downhill" : "uphill"}`;
    write(title, said);
    set(svg, { "aria-label": said });
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "two-trainings");
    const { gradients, means, passes, right_enough } = model.get("fixed");
    const error = (value) => (value < right_enough ? `< ${right_enough.toExponential()}` : format(value, 2));
    const numbers = [
      { name: "right_loss", label: "loss, right", look: "forward", value: (now) => short(now.right_loss) },
      { name: "loss", label: "loss, wrong", look: "backward", value: (now) => short(now.loss) },
      { name: "angle", label: "angle", value: (now) => `${Math.round(now.angle)}°` },
      { name: "error_w0", label: "rel. error W0", value: (now) => error(now.relative_error.W0) },
      { name: "error_w1", label: "rel. error W1", value: (now) => error(now.relative_error.W1) },
      { name: "cosine", label: "cosine", value: (now) => format(now.cosine, 3) },
    ];
    const [main, side] = createColumns(view);
    const drawLosses = createLosses(main, passes);
    const chosen = element("p", { class: "bp-caption", "aria-live": "polite" });
    side.append(
      createSelect(view, model, { name: "gradient", means: "wrong gradient", options: gradients }),
      chosen,
      createControl(view, model, { name: "passes", label: "pass", means: "", step: 1 }),
    );
    const drawAngle = createAngle(side);
    const drawNumbers = createNumbers(side, numbers);
    main.append(element("p", { class: "bp-caption" }, CAPTION));

    view.follow((now, alt) => {
      drawLosses(now, alt);
      drawAngle(now);
      write(chosen, means[now.gradient]);
      drawNumbers(now);
    });
    createTable(view, model, (now) => [
      ["wrong gradient", means[now.gradient], now.gradient],
      ["pass", `of ${passes}`, now.passes],
      ...numbers.map(({ label, value }) => [label, `at pass ${now.passes}`, value(now)]),
      ...now.losses.flatMap((loss, k) =>
        k % 10 && k + 1 < now.passes
          ? []
          : [[`losses, pass ${k + 1}`, "right, then wrong", `${short(now.right_losses[k])}, ${short(loss)}`]],
      ),
    ]);
    return view.end;
  },
};
