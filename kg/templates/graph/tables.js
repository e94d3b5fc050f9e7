// The same data as tables, for reading, for copying and for those who cannot see the diagram.

const ROWS = 100;
let tab = 'ties';

const sheets = {
  ties: {
    columns: ['subject', 'predicate', 'object', 'evidence', 'documents'],
    rows: () => edges.filter((edge) => shown.edges.has(edge.id)).flatMap(statementsOf)
      .sort((a, b) => b.count - a.count || a.edge.id - b.edge.id),
    row: ({ edge, predicate, from, to, count, works }) => [
      link(nodes[from]), predicateName(predicate), link(nodes[to]),
      make('button', { type: 'button', text: count, 'aria-label': edgeInWords(edge), click: () => show({ edge }) }), works],
  },
  entities: {
    columns: ['entity', 'type', 'ties', 'in_documents', 'mentions'],
    rows: () => rank.filter((id) => shown.nodes.has(id)).map((id) => nodes[id]),
    row: (node) => [link(node), typeName(node), node.degree, node.documents, node.mentions],
  },
};
const NUMERIC = new Set(['evidence', 'documents', 'ties', 'in_documents', 'mentions']);

function statementsOf(edge) {
  const found = new Map();
  for (const one of heard(edge)) {
    const key = `${one[0]} ${one[1]}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  return [...found.values()].map((said) => {
    const [predicate, against] = said[0];
    const works = new Set(said.map(([, , number]) => documents[passages[number].document].work)).size;
    return { edge, predicate, works, from: against ? edge.to : edge.from, to: against ? edge.from : edge.to, count: countPassages(said) };
  });
}

const link = (node) => make('button', { type: 'button', text: nameOf(node), click: () => show({ node }) });

function show(what) {
  select(what, true);
  $('network').scrollIntoView({ block: 'center', behavior: still.matches ? 'auto' : 'smooth' });
}

function drawTable(limit = ROWS) {
  const { columns, rows, row } = sheets[tab];
  const all = rows();
  const cell = (value, number) => make('td', { class: NUMERIC.has(columns[number]) ? 'number' : null }, typeof value === 'object' ? value : String(value));
  const body = make('tbody', {}, ...all.slice(0, limit).map((thing) => make('tr', {}, ...row(thing).map(cell))));
  const header = make('tr', {}, ...columns.map((column) => make('th', { scope: 'col', class: NUMERIC.has(column) ? 'number' : null, text: word(column) })));
  const table = make('table', { 'aria-label': word(`table_${tab}`) }, make('thead', {}, header), body);
  const left = all.length - limit;
  const more = left > 0 ? make('button', { type: 'button', class: 'plain more', text: word('more', { count: Math.min(left, 1000) }), click: () => drawTable(limit + 1000) }) : null;
  $('rows').replaceChildren(...(all.length ? [table, more].filter(Boolean) : [make('p', { class: 'hint', text: word('empty') })]));
}

function chooseTab(name) {
  tab = name;
  for (const one of Object.keys(sheets)) {
    $(`tab-${one}`).setAttribute('aria-selected', String(one === name));
    $(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  $('rows').setAttribute('aria-labelledby', `tab-${name}`);
  drawTable();
}

for (const name of Object.keys(sheets)) {
  $(`tab-${name}`).addEventListener('click', () => chooseTab(name));
  $(`tab-${name}`).addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const next = name === 'ties' ? 'entities' : 'ties';
    chooseTab(next);
    $(`tab-${next}`).focus();
  });
}
