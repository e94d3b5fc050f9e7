// The diagram: vis-network draws lines and takes the pointer; marks and names are ours. Names keep their size on the screen
// and give way to each other, the more important first, as on a map.

const colours = {};
const paths = new Map(types.map((type) => [type.id, new Path2D(type.shape)]));
const still = matchMedia('(prefers-reduced-motion: reduce)');
const rank = nodes.map((node) => node.id).sort((a, b) => nodes[b].degree - nodes[a].degree || nodes[b].mentions - nodes[a].mentions || a - b);
const importance = new Map(rank.map((id, place) => [id, place]));
const FONT = getComputedStyle(document.documentElement).fontFamily;
const LETTER = 12.5;
const LINE = 15.5;
const NAMES_A_FRAME = 500;
const LARGEST_NAMES = 6;
// However far away, a mark keeps this part of its size; less of it where there are many.
const SMALLEST = Math.min(0.62, Math.max(0.2, 8 / Math.sqrt(nodes.length || 1))) * Math.min(1, Math.max(0.55, $('network').clientWidth / 800));

// A page that is higher than wide shows the network on its side.
if ($('network').clientHeight > 1.2 * $('network').clientWidth) for (const node of nodes) [node.x, node.y] = [node.y, node.x];

let drawn = [];
let hovered = null;
let near = null; // nodes that stay bright while something is selected

const visNodes = new vis.DataSet(nodes.map(({ id, x, y, size }) => ({ id, x, y, size })));
const visEdges = new vis.DataSet(edges.map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows || undefined, width: lineWidth(edge) })));
const highlight = { edge: (style) => { style.color = colours.accent; style.opacity = 1; style.width += 0.8; }, label: false };
const lineColour = () => ({ color: colours.edge, hover: colours.accent, highlight: colours.accent, opacity: edges.length > 400 ? 0.35 : 0.6 });
readColours();
const network = new vis.Network($('network'), { nodes: visNodes, edges: visEdges }, {
  ...data.options,
  nodes: { ...data.options.nodes, ctxRenderer: renderNode },
  edges: { ...data.options.edges, chosen: highlight, color: lineColour() },
});

function lineWidth(edge) {
  return Math.round((0.8 + Math.log2(1 + edge.passages) * 0.7) * 10) / 10;
}

// Read the colours of the theme from the style sheet, and tell whether they have changed.
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const before = JSON.stringify(colours);
  for (const name of ['paper', 'surface', 'ink', 'quiet', 'accent', 'edge']) colours[name] = style.getPropertyValue(`--${name}`).trim();
  for (const type of types) colours[type.id] = style.getPropertyValue(`--type-${type.id}`).trim();
  return JSON.stringify(colours) !== before;
}

function paint() {
  if (readColours()) network.setOptions({ edges: { color: lineColour() } });
}

// Hide and show in the diagram what has gone or come since the last time.
function hideAndShow() {
  for (const [drawnSet, things, seen] of [[visNodes, nodes, shown.nodes], [visEdges, edges, shown.edges]]) {
    const news = things.filter(({ id }) => Boolean(drawnSet.get(id).hidden) === seen.has(id));
    if (news.length) drawnSet.update(news.map(({ id }) => ({ id, hidden: !seen.has(id) })));
  }
}

function radiusOf(id) {
  const scale = network.getScale();
  return nodes[id].size * Math.min(1.1, Math.max(SMALLEST, scale)) / scale;
}

function renderNode({ ctx, id, x, y }) {
  const radius = radiusOf(id);
  return {
    drawNode() {
      const isChosen = view.selected?.node?.id === id;
      ctx.globalAlpha = near && !near.has(id) ? 0.18 : 1;
      ctx.translate(x, y);
      ctx.scale(radius, radius);
      ctx.lineJoin = 'round';
      ctx.lineWidth = (isChosen ? 7 : 3) / radius;
      ctx.strokeStyle = isChosen || hovered === id ? colours.accent : colours.surface;
      ctx.stroke(paths.get(nodes[id].type));
      ctx.fillStyle = colours[nodes[id].type];
      ctx.fill(paths.get(nodes[id].type));
      drawn.push({ id, x, y, radius });
    },
    nodeDimensions: { width: 2 * radius, height: 2 * radius },
  };
}

network.on('beforeDrawing', () => { drawn = []; });
network.on('afterDrawing', drawNames);

function drawNames(ctx) {
  const scale = network.getScale();
  const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
  const [right, bottom] = [x * scale + $('network').clientWidth, y * scale + $('network').clientHeight];
  const room = new Room([x * scale, y * scale, right, bottom]);
  room.take([right - 56, bottom - 132, right, bottom], -2); // the buttons stand there
  const urgency = (id) => (isMarked(id) ? -2 : near?.has(id) ? -1 : 0);
  const order = drawn.sort((a, b) => urgency(a.id) - urgency(b.id) || importance.get(a.id) - importance.get(b.id));
  for (const { id, x: left, y: top, radius } of order) room.take(around(left * scale, top * scale, radius * scale, radius * scale), id);
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const { id, x: left, y: top, radius } of order.slice(0, NAMES_A_FRAME)) drawName(ctx, room, id, left * scale, top * scale, radius * scale);
  ctx.restore();
}

const isMarked = (id) => id === hovered || view.selected?.node?.id === id;

function drawName(ctx, room, id, x, y, radius) {
  const isLarge = importance.get(id) < LARGEST_NAMES && nodes[id].degree > 2;
  const size = (isLarge ? 14.5 : LETTER) * Math.min(1.4, Math.max(1, Math.sqrt(network.getScale())));
  const lines = nodes[id].lines[view.language].split('\n');
  ctx.font = `${isLarge || isMarked(id) ? 600 : 400} ${size}px ${FONT}`;
  const leading = LINE * size / LETTER;
  const [width, height] = [Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2 + 2, lines.length * leading / 2];
  const places = preferred[id].map(([across, down]) => [x + across * (radius + 3 + width), y + down * (radius + 2 + height)]);
  const place = places.find((one) => room.isFree(around(...one, width, height), id)) ?? (isMarked(id) ? places[0] : null);
  if (!place) return;
  const [middle, centre] = place;
  room.take(around(middle, centre, width, height), -1);
  ctx.globalAlpha = near && !near.has(id) ? 0.3 : 1;
  ctx.strokeStyle = colours.surface;
  ctx.fillStyle = colours.ink;
  ctx.lineWidth = 3.5;
  lines.forEach((line, number) => {
    const height_ = centre - height + leading * (number + 0.5);
    ctx.strokeText(line, middle, height_);
    ctx.fillText(line, middle, height_);
  });
  ctx.globalAlpha = 1;
}

// Where a name stands by preference: on the side where its node has no lines, then on the other sides and at the corners.
const [BELOW, ABOVE, RIGHT, LEFT] = [[0, 1], [0, -1], [1, 0], [-1, 0]];
const CORNERS = [[0.8, 0.8], [-0.8, 0.8], [0.8, -0.8], [-0.8, -0.8]];
const preferred = nodes.map((node) => {
  const ways = tiesOf[node.id].map((edge) => otherEnd(edge, node.id)).map(({ x, y }) => [x - node.x, y - node.y, Math.hypot(x - node.x, y - node.y) || 1]);
  const [across, down] = [0, 1].map((axis) => ways.reduce((sum, way) => sum + way[axis] / way[2], 0) / (ways.length || 1));
  if (Math.hypot(across, down) < 0.4) return [BELOW, ABOVE, RIGHT, LEFT, ...CORNERS];
  const [vertical, horizontal] = [down > 0 ? [ABOVE, BELOW] : [BELOW, ABOVE], across > 0 ? [LEFT, RIGHT] : [RIGHT, LEFT]];
  const sides = Math.abs(across) > 1.2 * Math.abs(down) ? [horizontal[0], ...vertical, horizontal[1]] : [vertical[0], ...horizontal, vertical[1]];
  return [...sides, ...CORNERS];
});

const around = (x, y, width, height) => [x - width, y - height, x + width, y + height];

// The part of the screen that is taken, in cells, so that a place is compared with few others.
class Room {
  constructor(bounds) { this.bounds = bounds; this.cells = new Map(); }

  * cellsOf([left, top, right, bottom]) {
    for (let column = Math.floor(left / 64); column <= Math.floor(right / 64); column += 1) {
      for (let row = Math.floor(top / 64); row <= Math.floor(bottom / 64); row += 1) yield `${column},${row}`;
    }
  }

  take(box, owner) {
    for (const cell of this.cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push([box, owner]);
    }
  }

  isFree(box, owner) {
    const [left, top, right, bottom] = this.bounds;
    if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
    for (const cell of this.cellsOf(box)) {
      for (const [taken, whose] of this.cells.get(cell) ?? []) {
        if (whose !== owner && box[0] < taken[2] && box[2] > taken[0] && box[1] < taken[3] && box[3] > taken[1]) return false;
      }
    }
    return true;
  }
}

// Zoom so that all that is shown fits, names at the rim included.
function fit() {
  const places = Object.values(network.getPositions([...shown.nodes]));
  if (!places.length) return;
  const { clientWidth, clientHeight } = $('network');
  const [left, right] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
  const [aside, above] = clientWidth < 600 ? [70, 60] : [150, 120];
  const scale = Math.min((clientWidth - aside) / (right - left || 1), (clientHeight - above) / (bottom - top || 1), 1.5);
  move({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, scale: Math.max(scale, 0.02) });
}

function zoom(factor) {
  move({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)) });
}

function move(to) {
  const isStill = still.matches || !network.hasMoved;
  network.hasMoved = true;
  network.moveTo({ ...to, animation: isStill ? false : { duration: 350, easingFunction: 'easeInOutQuad' } });
}

function bringIntoView(ids) {
  const { clientWidth, clientHeight } = $('network');
  const places = Object.values(network.getPositions(ids));
  const outside = places.some((place) => {
    const { x, y } = network.canvasToDOM(place);
    return x < 30 || y < 30 || x > clientWidth - 30 || y > clientHeight - 50;
  });
  if (outside) {
    const middle = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    move({ position: { x: middle('x'), y: middle('y') }, scale: network.getScale() });
  }
}

// What stands under the pointer; a finger or a small mark is forgiven some pixels.
function pick({ nodes: [node], edges: [edge], pointer }) {
  const reach = 12 / network.getScale();
  const { x, y } = pointer.canvas;
  const closest = (things, distance) => things.reduce((best, thing) => {
    const away = distance(thing);
    return away < best[1] ? [thing, away] : best;
  }, [null, reach])[0];
  if (node === undefined) node = closest(drawn, (one) => Math.hypot(one.x - x, one.y - y) - one.radius)?.id;
  if (node !== undefined) return { node: nodes[node] };
  if (edge === undefined) edge = closest([...shown.edges], (id) => distanceToEdge(edges[id], x, y) * 1.5) ?? undefined;
  return edge === undefined ? null : { edge: edges[edge] };
}

function distanceToEdge(edge, x, y) {
  const { [edge.from]: one, [edge.to]: two } = network.getPositions([edge.from, edge.to]);
  const [width, height] = [two.x - one.x, two.y - one.y];
  const along = Math.min(1, Math.max(0, ((x - one.x) * width + (y - one.y) * height) / (width * width + height * height || 1)));
  return Math.hypot(one.x + along * width - x, one.y + along * height - y);
}

network.on('click', (event) => select(pick(event)));
network.on('hoverNode', ({ node, event }) => { hovered = node; tell(event, `${nameOf(nodes[node])} · ${typeName(nodes[node])} · ${nodes[node].degree} ${word('ties')}`); });
network.on('hoverEdge', ({ edge, event }) => tell(event, edgeInWords(edges[edge])));
network.on('blurNode', () => { hovered = null; hush(); });
network.on('blurEdge', hush);
network.on('dragStart', hush);
network.on('zoom', hush);

function edgeInWords(edge) {
  const arrow = { '': '—', to: '→', 'to, from': '↔' }[edge.arrows];
  return `${nameOf(nodes[edge.from])} ${arrow} ${nameOf(nodes[edge.to])} · ${heardPredicates(edge).map(predicateName).join('、')} · ${word('passages', { count: countPassages(heard(edge)) })}`;
}

function tell({ clientX, clientY }, text) {
  const plane = $('network').getBoundingClientRect();
  const tip = $('tip');
  tip.textContent = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  tip.hidden = false;
  tip.style.left = `${Math.max(4, Math.min(clientX - plane.left + 14, plane.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(clientY - plane.top + 16, plane.height - tip.offsetHeight - 8))}px`;
  $('network').classList.add('over');
}

function hush() {
  $('tip').hidden = true;
  $('network').classList.remove('over');
}

// Arrow keys go to the nearest node in that direction, so that the diagram can be walked without a pointer.
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function step([across, down]) {
  const start = view.selected?.node ?? (view.selected?.edge && nodes[view.selected.edge.from]);
  if (!start) return select({ node: nodes[rank.find((id) => shown.nodes.has(id))] });
  const places = network.getPositions([...shown.nodes]);
  const here = places[start.id];
  const cost = (id) => {
    const [x, y] = [places[id].x - here.x, places[id].y - here.y];
    const ahead = x * across + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * across);
    return ahead > aside * 0.3 ? ahead + 2 * aside : Infinity;
  };
  const next = [...shown.nodes].filter((id) => id !== start.id).reduce((best, id) => (cost(id) < cost(best) ? id : best), start.id);
  return next === start.id || cost(next) === Infinity ? undefined : select({ node: nodes[next] });
}

$('network').addEventListener('keydown', (event) => {
  const acts = { '+': () => zoom(1.3), '=': () => zoom(1.3), '-': () => zoom(1 / 1.3), 0: fit, Escape: () => select(null), Enter: () => view.selected && $('details').focus() };
  const act = DIRECTIONS[event.key] ? () => step(DIRECTIONS[event.key]) : acts[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (shown.nodes.size) act();
});
$('zoom-in').addEventListener('click', () => zoom(1.4));
$('zoom-out').addEventListener('click', () => zoom(1 / 1.4));
$('fit').addEventListener('click', fit);
