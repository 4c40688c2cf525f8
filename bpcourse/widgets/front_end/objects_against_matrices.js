// Two ways to the same gradients, timed over the size of the batch (chapter 08). Uses kit.js.

const CAPTION =
  "Both axes go in factors of ten, so that equal distances are equal factors. A time is the fastest of several runs " +
  "on the computer that runs this notebook. On another it is another.";
const WAYS = [
  ["objects", "objects_ms", "fixed"],
  ["matrices", "matrices_ms", "backward"],
];
const POWERS = [-2, 3]; // of ten, in milliseconds: the axis, unless a time lies outside
const { log10 } = Math;
const milliseconds = (time) => `${format(time, 2)} ms`;

// The measurements as points on two lines, with the newest ratio between them; returns its draw function.
function createTimes(parent) {
  const asNumber = (power) => String(10 ** power);
  const plot = createPlot(parent, {
    width: 520,
    height: 330,
    x: [-0.1, 2.1],
    y: POWERS,
    xLabel: "samples in the batch",
    yLabel: "time in milliseconds",
    xTicks: 3,
    yTicks: 6,
    xText: asNumber,
    yText: asNumber,
  });
  const here = createUpright(plot);
  const lines = WAYS.map(([, , look]) => createLine(plot, `bp-${look}`));
  const points = shape("g", {}, plot.front);
  const names = WAYS.map(() => createLabel(plot.front, "bp-name"));
  const factor = createLabel(plot.front);
  return (now, alt) => {
    const powers = now.measured.flatMap((one) => WAYS.map(([, time]) => log10(one[time])));
    const low = Math.floor(Math.min(POWERS[0], ...powers));
    const high = Math.ceil(Math.max(POWERS[1], ...powers));
    plot.setRange([-0.1, 2.1], [low, high]);
    plot.say(now.title, alt);
    here(log10(now.n));
    points.replaceChildren();
    const sorted = [...now.measured].sort((one, other) => one.samples - other.samples);
    const newest = now.measured.at(-1);
    if (!newest) return;
    const at = log10(newest.samples);
    const right = at < 1.5; // where the words have room
    const beside = (label, y, away, text) =>
      label(plot.x(at) + (right ? away : -away), y, text, right ? "start" : "end");
    WAYS.forEach(([name, time, look], k) => {
      lines[k](sorted.map((one) => log10(one.samples)), sorted.map((one) => log10(one[time])));
      for (const one of sorted) {
        const dot = createDot(points, plot, `bp-${look}`, one === newest ? 7 : 5);
        dot(log10(one.samples), log10(one[time]));
      }
      beside(names[k], plot.y(log10(newest[time])) + (k ? 20 : right ? -20 : -10), 9, name);
    });
    const middle = (log10(newest.objects_ms) + log10(newest.matrices_ms)) / 2;
    beside(factor, plot.y(middle) + 4, 9, `${format(newest.ratio, 2)} times as fast`);
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "objects-against-matrices");
    const [main, side] = createColumns(view);
    const drawTimes = createTimes(main);
    main.append(element("p", { class: "bp-caption" }, CAPTION));
    const button = createButton(view, model, { name: "measure", text: "Measure", message: () => ({ do: "measure" }) });
    const slider = createControl(view, model, { name: "n", label: "n", means: "samples", step: 1 });
    const which = element("p", { class: "bp-caption", "aria-live": "polite" });
    side.append(slider, element("div", { class: "bp-buttons" }, button), which);
    const ofNewest = (text) => (now) => (now.measured.length ? text(now.measured.at(-1)) : "–");
    const drawNumbers = createNumbers(side, [
      ...WAYS.map(([name, time, look]) => ({ name, look, value: ofNewest((one) => milliseconds(one[time])) })),
      { name: "times as fast", value: ofNewest((one) => format(one.ratio, 2)) },
      { name: "largest difference", value: ofNewest((one) => one.difference.toExponential(0)) },
    ]);

    view.follow((now, alt) => {
      drawTimes(now, alt);
      const newest = now.measured.at(-1);
      write(which, newest ? `The newest measurement, n = ${newest.samples}:` : "No measurement yet.");
      drawNumbers(now);
    });
    createTable(view, model, (now) => now.rows);
    return view.end;
  },
};
