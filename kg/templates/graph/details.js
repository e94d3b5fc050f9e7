// What is told of a node or of an edge: who is tied to it by what, and the sentences that say so.

const A_FEW = 30;

function drawDetails() {
  const { node, edge } = view.selected ?? {};
  const content = node ? nodeDetails(node) : edge ? edgeDetails(edge) : overview();
  $('details').replaceChildren(...content);
  $('details').classList.toggle('chosen', Boolean(node || edge));
  $('details').scrollTop = 0;
}

function overview() {
  const foremost = rank.filter((id) => shown.nodes.has(id)).slice(0, 12).map((id) => nodes[id]);
  const rows = foremost.map((node) => make('li', {}, goTo(node, `${node.degree}`)));
  return [make('p', { class: 'hint', text: word('hint') }), make('ul', { class: 'list' }, ...rows)];
}

function head(sign, text) {
  const close = make('button', { type: 'button', class: 'close', 'aria-label': word('close'), text: '×', click: () => { select(null); $('network').focus(); } });
  return make('div', { class: 'kind' }, sign, make('span', { text }), close);
}

function goTo(node, count) {
  return make('button', { type: 'button', class: 'go', click: () => select({ node }, true) }, mark(typeOf.get(node.type)),
    make('span', { text: nameOf(node) }), count ? make('span', { class: 'count', text: count }) : null);
}

function nodeDetails(node) {
  const ties = tiesOf[node.id].filter((edge) => shown.edges.has(edge.id));
  const numbers = [['ties', new Set(ties.map((edge) => otherEnd(edge, node.id).id)).size], ['in_documents', node.documents], ['mentions', node.mentions]];
  const isFocus = view.focus === node.id;
  const focus = make('button', { type: 'button', class: 'plain', text: word(isFocus ? 'unfocus' : 'focus'), click: () => { view.focus = isFocus ? null : node.id; refresh(); fit(); } });
  const heading = make('h2', { text: nameOf(node) });
  return [
    head(mark(typeOf.get(node.type)), typeName(node)),
    heading,
    otherNameOf(node) ? make('p', { class: 'other-name', text: otherNameOf(node), lang: other() === 'zh' ? 'zh-CN' : 'en' }) : null,
    node.aliases.length ? make('p', { class: 'aliases', text: `${word('also_called')} ${node.aliases.join('、')}` }) : null,
    make('dl', { class: 'numbers' }, ...numbers.map(([key, number]) => make('div', {}, make('dt', { text: word(key) }), make('dd', { text: number })))),
    ties.length ? focus : null,
    ...neighbours(node, ties),
  ].filter(Boolean);
}

// The neighbours of a node under headings "relation →" and "← relation".
function neighbours(node, ties) {
  const found = new Map();
  for (const edge of ties) {
    for (const [predicate, against] of heard(edge)) {
      const outward = (edge.from === node.id) !== Boolean(against);
      const key = `${edge.arrows ? Number(!outward) : ''} ${predicate}`;
      if (!found.has(key)) found.set(key, new Set());
      found.get(key).add(edge);
    }
  }
  const order = predicates.map(({ id }) => id);
  const sorted = [...found].sort(([a], [b]) => order.indexOf(a.slice(2)) - order.indexOf(b.slice(2)) || a.localeCompare(b));
  return sorted.flatMap(([key, group]) => {
    const [inward, predicate] = key.split(' ');
    const name = { '': predicateName(predicate), 0: `${predicateName(predicate)} →`, 1: `← ${predicateName(predicate)}` }[inward];
    const rows = [...group].sort((a, b) => b.passages - a.passages || importance.get(otherEnd(a, node.id).id) - importance.get(otherEnd(b, node.id).id));
    return [make('h3', { text: `${name}  ${rows.length}` }), gradually('ul', { class: 'list' }, rows, (edge) => neighbourRow(node, edge))];
  });
}

function neighbourRow(node, edge) {
  const neighbour = otherEnd(edge, node.id);
  const count = countPassages(heard(edge));
  return make('li', {}, goTo(neighbour), make('button', { type: 'button', class: 'why', text: word('passages', { count }), 'aria-label': edgeInWords(edge), click: () => select({ edge }, true) }));
}

// A long list, some of it at once and the rest on demand.
function gradually(tag, properties, things, row) {
  const list = make(tag, properties, ...things.slice(0, A_FEW).map(row));
  if (things.length <= A_FEW) return list;
  const more = make('button', { type: 'button', class: 'plain more', text: word('more', { count: things.length - A_FEW }), click: () => { list.append(...things.slice(A_FEW).map(row)); more.remove(); } });
  return make('div', {}, list, more);
}

function edgeDetails(edge) {
  const said = heard(edge);
  const end = (node) => make('button', { type: 'button', click: () => select({ node }, true) }, mark(typeOf.get(node.type)), make('span', { text: nameOf(node) }));
  const parts = heardPredicates(edge).flatMap((predicate) => [0, 1].map((against) => said.filter((one) => one[0] === predicate && one[1] === against))).filter((part) => part.length);
  return parts.flatMap((part, number) => {
    const [predicate, against] = part[0];
    const [from, to] = against ? [edge.to, edge.from] : [edge.from, edge.to];
    const between = `${edge.arrows ? '↓ ' : ''}${predicateName(predicate)} · ${word('passages', { count: countPassages(part) })}`;
    return [
      number ? make('hr') : head(null, word('details')),
      make('div', { class: 'tie' }, end(nodes[from]), make('span', { class: 'between', text: between }), end(nodes[to])),
      gradually('div', {}, part, ([, , passage, rule]) => quotation(passages[passage], from, to, rule)),
    ];
  });
}

function quotation(passage, from, to, rule) {
  const source = documents[passage.document];
  const place = [passage.section, word('characters', passage), rule ? word('rule', { rule }) : ''];
  const quote = passage.quote ? make('blockquote', { lang: 'zh-CN' }, ...marked(passage, from, to)) : make('p', { class: 'hint', text: word('no_quote') });
  return make('article', { class: 'passage' }, quote, make('footer', {}, make('cite', { text: titleOf(source) }), make('br'), place.filter(Boolean).join(' · ')));
}

// The quote with the two names marked, also where one stands in the other. Positions count code points, as they do
// everywhere in the graph.
function marked({ quote, marks }, from, to) {
  const letters = Array.from(quote);
  const sides = letters.map(() => '');
  const longestFirst = marks.filter(([, , node]) => node === from || node === to).sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]));
  for (const [start, end, node] of longestFirst) sides.fill(node === from ? 'first' : 'second', start, end);
  const pieces = [];
  for (let start = 0, end = 1; start < letters.length; start = end, end += 1) {
    while (end < letters.length && sides[end] === sides[start]) end += 1;
    const text = letters.slice(start, end).join('');
    pieces.push(sides[start] ? make('mark', { class: sides[start], text }) : text);
  }
  return pieces;
}
