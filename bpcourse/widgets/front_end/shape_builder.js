// The gradients of a layer, put together from rectangles (chapter 08). Uses kit.js.

const CELL = 21;
const SIDES = { n: ["N", "samples"], d: ["D", "inputs"], h: ["H", "units"] };
const CHOICES = { goal: "what is wanted", left: "left piece", operation: "operation", right: "right piece" };

// What is wanted, the pieces and their result, side by side; returns its draw function.
function createShapes(parent) {
  const [width, height, middle] = [880, 262, 142];
  const scroll = element("div", { class: "bp-scroll" });
  parent.append(scroll);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "bp-plot bp-shapes" }, scroll);
  const title = shape("text", { x: 14, y: 20, class: "bp-title" }, svg);
  const layer = shape("g", {}, svg);
  const text = (x, y, words, look = "") => {
    write(shape("text", { x, y, class: look, "text-anchor": "middle" }, layer), words);
  };
  const drawBlock = (block, left, dashed) => {
    const [wide, high] = [block.columns * CELL, block.rows * CELL];
    const group = shape("g", { class: `bp-block bp-${block.look}` }, layer);
    const top = middle - high / 2;
    const frame = { x: left, y: top, width: wide, height: high, class: dashed ? "bp-outline bp-dashed" : "bp-outline" };
    shape("rect", frame, group);
    for (let k = 1; k < block.columns; k += 1) {
      shape("line", { x1: left + k * CELL, x2: left + k * CELL, y1: top, y2: top + high }, group);
    }
    for (let k = 1; k < block.rows; k += 1) {
      shape("line", { x1: left, x2: left + wide, y1: top + k * CELL, y2: top + k * CELL }, group);
    }
    const at = left + wide / 2;
    text(at, top - 9, block.name, "bp-name");
    text(at, top + high + 18, block.shape, "bp-quiet");
    return left + wide;
  };

  return (now, alt) => {
    layer.replaceChildren();
    write(title, now.title);
    set(svg, { "aria-label": alt });
    const [first, second] = now.pieces;
    // What is wanted stands first and stays there, so that it can be compared while the product changes.
    let x = drawBlock(now.wanted, 48, true) + 84;
    x = drawBlock(first, x);
    const between = now.sums ? 100 : 56;
    text(x + between / 2, middle + 5, now.operation, "bp-sign");
    x += between;
    if (second) {
      if (now.clash) text(x - between / 2, middle + 24, `${first.columns} ≠ ${second.rows}`, "bp-sign");
      x = drawBlock(second, x);
    }
    text(x + 28, middle + 5, "=", "bp-sign");
    x += 56;
    if (now.result) drawBlock(now.result, x);
    else text(x + 34, middle + 5, "nothing", "bp-sign");
  };
}

export default {
  render({ model, el }) {
    const view = createView(model, el, "shape-builder");
    const fixed = model.get("fixed");
    const drawShapes = createShapes(view.root);
    const says = element("p", { class: "bp-line-of-numbers", "aria-live": "polite" });
    const selects = Object.entries(CHOICES).map(([name, means]) => {
      const idle = () => name === "right" && model.get("picture").sums;
      return createSelect(view, model, { name, means, options: fixed[name], idle });
    });
    const sliders = Object.entries(SIDES).map(([name, [label, means]]) =>
      createControl(view, model, { name, label, means, step: 1 }),
    );
    const [main, side] = createColumns(view);
    main.append(element("div", { class: "bp-buttons" }, ...selects), says);
    side.append(...sliders);
    view.follow((now, alt) => {
      drawShapes(now, alt);
      write(says, now.says);
    });
    createTable(view, model, (now) => now.rows);
    return view.end;
  },
};
