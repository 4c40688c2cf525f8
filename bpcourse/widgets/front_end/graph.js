// A directed graph that a reader can look at, click and walk with the keyboard. Uses kit.js.
//
//   const draw = createGraph(view, model, { width, height });
//   draw({ title, nodes, edges }, alt);   // as often as you like; parts are kept by their id, and so is the focus
//
// Python says where everything stands and what it shows (bpcourse/widgets/graph.py):
//   node   { id, x, y, round, width, height, name, lines, note, look, focus, says }    x, y: its middle, in pixels
//   edge   { id, start, end, lines, look, focus, bend, says }
//   lines  [[text, look], ...] below each other; `note` is a quiet line under the node
//   look   "" waits, "fixed" is given, "forward" and "backward" are lit, "said" is the reader's own
//   focus  this part is what the widget speaks about now
//   bend   pixels by which an edge bows to the right of its way; edges between the same two nodes spread by themselves
//   says   what a screen reader says; by default the name and the lines
//
// The label of an edge lies on its line, at the place of PLACES where it covers least of anything else. Labels keep
// the width of the longest text that they have shown, so that they do not jump while numbers change.
//
// A click, Enter or Space sends { do: "pick", node: id } or { do: "pick", edge: id }. Tab reaches the graph, the arrow
// keys go to the nearest part that way.

const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];
const SPREAD = 52; // between edges that join the same two nodes
const [LINE, LETTER, HEAD] = [15, 7, 9]; // pixels: height of a line, width of a letter, length of an arrow's head
const NARROWEST = 640; // in a narrow window, or a page at 200 %, the picture stays readable and its frame scrolls
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Where the straight line from the middle of a node towards (x, y) leaves the node.
function leave(node, x, y, gap) {
  const [dx, dy] = [x - node.x, y - node.y];
  const length = Math.hypot(dx, dy) || 1;
  const [halfWidth, halfHeight] = [node.width / 2, node.height / 2];
  const inside = node.round ? halfWidth : Math.min(halfWidth / Math.abs(dx / length), halfHeight / Math.abs(dy / length));
  const far = Math.min(inside + gap, length);
  return [node.x + (dx / length) * far, node.y + (dy / length) * far];
}

// The curve of each edge, trimmed at its nodes: start, control point, end.
function curvesOf(nodes, edges) {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const pair = (edge) => [edge.start, edge.end].sort().join(" ");
  const joined = new Map(); // the same two nodes -> the edges between them
  for (const edge of edges) joined.set(pair(edge), [...(joined.get(pair(edge)) || []), edge]);
  return edges.map((edge) => {
    const [from, to] = [at.get(edge.start), at.get(edge.end)];
    const twins = joined.get(pair(edge));
    const forth = edge.start < edge.end ? 1 : -1; // twins that run back count from the same side
    const bend = edge.bend ?? forth * (twins.indexOf(edge) - (twins.length - 1) / 2) * SPREAD;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    // A quadratic curve passes half-way between its control point and the straight line.
    const control = [(from.x + to.x) / 2 - (dy / length) * 2 * bend, (from.y + to.y) / 2 + (dx / length) * 2 * bend];
    return [leave(from, ...control, 2), control, leave(to, ...control, 3)];
  });
}

function pointOn([start, control, end], t) {
  return [0, 1].map((k) => (1 - t) ** 2 * start[k] + 2 * t * (1 - t) * control[k] + t ** 2 * end[k]);
}

// The middle of each label, chosen so that it covers no node, no other label, and as few other edges as possible.
function placeLabels(nodes, edges, curves, sizes) {
  const covers = ([x, y], [width, height], [otherX, otherY], [otherWidth, otherHeight]) =>
    Math.abs(x - otherX) < (width + otherWidth) / 2 && Math.abs(y - otherY) < (height + otherHeight) / 2;
  const samples = curves.map((curve) => Array.from({ length: 25 }, (_, k) => pointOn(curve, k / 24)));
  const placed = [];
  edges.forEach((edge, k) => {
    const places = edge.lines.length ? PLACES : [0.5];
    const costs = places.map((t) => {
      const middle = pointOn(curves[k], t);
      const hidden = nodes.filter((node) => covers(middle, sizes[k], [node.x, node.y], [node.width, node.height]));
      const met = placed.filter((other, j) => sizes[j][0] && covers(middle, sizes[k], other, sizes[j]));
      const crossed = samples.filter((points, j) => j !== k && points.some((at) => covers(middle, sizes[k], at, [4, 4])));
      return 100 * (hidden.length + met.length) + 10 * crossed.length + Math.abs(t - 0.5);
    });
    placed.push(pointOn(curves[k], PLACES[costs.indexOf(Math.min(...costs))]));
  });
  return placed;
}

function createGraph(view, model, { width, height }) {
  const frame = element("div", { class: "bp-scroll" });
  view.root.append(frame);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", class: "bp-plot bp-graph" }, frame);
  svg.style.maxWidth = `${width}px`;
  svg.style.minWidth = `${Math.min(width, NARROWEST)}px`;
  const title = shape("text", { x: 14, y: 20, class: "bp-title" }, svg);
  const layers = { edge: shape("g", {}, svg), node: shape("g", {}, svg) };
  const parts = new Map(); // "edge w1" -> its SVG group, with where it stands and what picks it
  const widest = new Map(); // id of an edge -> letters of the longest label so far
  let current = null; // the part that Tab comes back to
  let layout = { key: "" };

  const makeCurrent = (part) => {
    if (current) set(current.group, { tabindex: -1 });
    current = part;
    set(part.group, { tabindex: 0 });
  };
  const neighbour = ([wayX, wayY]) => {
    const ahead = [...parts.values()].map((part) => {
      const [dx, dy] = [part.place[0] - current.place[0], part.place[1] - current.place[1]];
      const [along, aside] = [dx * wayX + dy * wayY, Math.abs(dx * wayY) + Math.abs(dy * wayX)];
      return { part, along, aside, far: along + 2 * aside };
    });
    return ahead.filter(({ along, aside }) => along > 1 && aside < 4 * along).sort((a, b) => a.far - b.far)[0]?.part;
  };
  const makePart = (kind, id) => {
    const group = shape("g", { "data-id": id, role: "button", tabindex: -1 }, layers[kind]);
    const part = { group, kind, lines: [] };
    if (kind === "edge") part.reach = shape("path", { class: "bp-reach" }, group);
    const pick = () => model.send({ do: "pick", [kind]: id });
    group.addEventListener("click", () => {
      group.focus();
      pick();
    });
    group.addEventListener("focus", () => makeCurrent(part));
    group.addEventListener("keydown", (event) => {
      const { key } = event;
      if (key === "Enter" || key === " ") pick();
      else if (WAYS[key]) neighbour(WAYS[key])?.group.focus();
      else return;
      event.preventDefault();
    });
    return part;
  };
  // Text below each other around (x, y); `lines` holds [text, look, class].
  const writeLines = (part, x, y, lines) => {
    while (part.lines.length > lines.length) part.lines.pop().remove();
    lines.forEach(([text, look, name], k) => {
      const line = (part.lines[k] ||= shape("text", { "text-anchor": "middle" }, part.group));
      set(line, { x, y: y + (k - (lines.length - 1) / 2) * LINE + 4, class: `${name} bp-${look || "plain"}` });
      write(line, text);
    });
  };
  const drawNode = (part, node) => {
    const outline = node.round ? "circle" : "rect";
    part.outline ||= shape(outline, { class: "bp-outline" }, part.group);
    if (node.round) set(part.outline, { cx: node.x, cy: node.y, r: node.width / 2 });
    else {
      const corner = { x: node.x - node.width / 2, y: node.y - node.height / 2 };
      set(part.outline, { ...corner, width: node.width, height: node.height, rx: 9 });
    }
    const name = node.name ? [[node.name, "", "bp-node-name"]] : [];
    writeLines(part, node.x, node.y, [...name, ...node.lines.map((line) => [...line, "bp-node-line"])]);
    if (node.note) part.note ||= shape("text", { "text-anchor": "middle", class: "bp-quiet" }, part.group);
    if (part.note) {
      set(part.note, { x: node.x, y: node.y + node.height / 2 + 16 });
      write(part.note, node.note);
    }
    part.place = [node.x, node.y];
  };
  const drawEdge = (part, edge, [start, control, end], middle, size) => {
    const [dx, dy] = [end[0] - control[0], end[1] - control[1]];
    const length = Math.hypot(dx, dy) || 1;
    const [alongX, alongY] = [(dx / length) * HEAD, (dy / length) * HEAD];
    const back = [end[0] - alongX, end[1] - alongY];
    const wings = [-0.5, 0.5].map((wing) => `L${back[0] - alongY * wing} ${back[1] + alongX * wing}`).join("");
    const line = `M${start.join(" ")}Q${control.join(" ")} ${back.join(" ")}`;
    part.line ||= shape("path", { class: "bp-edge-line" }, part.group);
    part.head ||= shape("path", { class: "bp-edge-head" }, part.group);
    part.mat ||= shape("rect", { class: "bp-edge-mat", rx: 4 }, part.group);
    set(part.reach, { d: line });
    set(part.line, { d: line });
    set(part.head, { d: `M${end.join(" ")}${wings}Z` });
    const [matWidth, matHeight] = edge.lines.length ? size : [0, 0];
    set(part.mat, { x: middle[0] - matWidth / 2, y: middle[1] - matHeight / 2, width: matWidth, height: matHeight });
    writeLines(part, ...middle, edge.lines.map((text) => [...text, "bp-edge-text"]));
    part.place = middle;
  };

  return (picture, alt) => {
    const { edges } = picture;
    const nodes = picture.nodes.map((node) => (node.round ? { ...node, height: node.width } : node));
    write(title, picture.title);
    set(svg, { "aria-label": alt });
    for (const edge of edges) {
      const letters = Math.max(0, ...edge.lines.map(([line]) => line.length));
      widest.set(edge.id, Math.max(letters, widest.get(edge.id) || 0));
    }
    const sizes = edges.map((edge) =>
      edge.lines.length ? [widest.get(edge.id) * LETTER + 8, edge.lines.length * LINE + 3] : [0, 0],
    );
    const where = nodes.map(({ id, x, y, width, height }) => [id, x, y, width, height]);
    const key = JSON.stringify([where, edges.map(({ id, start, end, bend }) => [id, start, end, bend]), sizes]);
    if (key !== layout.key) {
      const curves = curvesOf(nodes, edges);
      layout = { key, curves, middles: placeLabels(nodes, edges, curves, sizes) };
    }
    const wanted = new Set([...edges.map(({ id }) => `edge ${id}`), ...nodes.map(({ id }) => `node ${id}`)]);
    for (const [name, part] of parts) {
      if (wanted.has(name)) continue;
      part.group.remove();
      parts.delete(name);
      if (current === part) current = null;
    }
    const show = (kind, what) => {
      const name = `${kind} ${what.id}`;
      if (!parts.has(name)) parts.set(name, makePart(kind, what.id));
      const part = parts.get(name);
      const texts = what.lines.map(([line]) => line).join(", ");
      const called = kind === "node" ? what.name || what.id : `${what.start} to ${what.end}`;
      set(part.group, {
        class: `bp-part bp-${kind} bp-${what.look || "waiting"}${what.focus ? " bp-in-focus" : ""}`,
        "aria-label": what.says || (texts ? `${called}: ${texts}` : called),
        "aria-current": what.focus ? "true" : null,
      });
      return part;
    };
    edges.forEach((edge, k) => drawEdge(show("edge", edge), edge, layout.curves[k], layout.middles[k], sizes[k]));
    nodes.forEach((node) => drawNode(show("node", node), node));
    if (!current) makeCurrent(parts.get(`node ${nodes[0].id}`));
  };
}
