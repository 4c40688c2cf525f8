// A number line with x and 2x (chapter 00). Uses kit.js.

export default {
  render({ model, el }) {
    const view = createView(model, el, "hello");
    view.root.append(createControl(view, model, { name: "x", label: "x", means: "input", step: 0.5 }));
    const figure = element("div", { class: "bp-figure" });
    view.root.append(figure);
    const plot = createPlot(figure, {
      width: 620,
      height: 150,
      x: [-10.5, 10.5],
      y: [0, 1],
      xLabel: "the number line",
      xTicks: 21,
    });
    const bar = createBand(plot.layer, plot, "bp-forward");
    const arrow = createArrow(plot.layer, plot, "bp-forward");
    const ring = createDot(plot.front, plot, "bp-input", 7);
    const twice = createDot(plot.front, plot, "bp-forward", 7);
    const ringName = createLabel(plot.front);
    const twiceName = createLabel(plot.front);

    view.follow((now, alt) => {
      bar(Math.min(0, now.twice), 0.22, Math.max(0, now.twice), 0.38);
      arrow(now.x, 0.72, now.twice, 0.35);
      ring(now.x, 0.72);
      twice(now.twice, 0.3);
      const side = now.x < 0 ? 1 : -1;
      const [inward, outward] = now.x < 0 ? ["start", "end"] : ["end", "start"];
      ringName(plot.x(now.x) + 13 * side, plot.y(0.72) + 4, `x = ${format(now.x)}`, inward);
      twiceName(plot.x(now.twice) - 13 * side, plot.y(0.3) + 4, `2x = ${format(now.twice)}`, outward);
      plot.say(now.text, alt);
    });
    createTable(view, model, (now) => [
      ["x", "the number on the slider", now.x],
      ["2x", "twice that number, the blue mark", now.twice],
    ]);
    return view.end;
  },
};
