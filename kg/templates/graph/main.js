// The reader's choices come together here: each of them ends in one of these three functions.

// Draw all anew, after a change of filters, language or theme.
function refresh() {
  if (view.theme) document.documentElement.dataset.theme = view.theme;
  else delete document.documentElement.dataset.theme;
  sift();
  speak();
  paint();
  drawLegend();
  drawTable();
  hideAndShow();
  $('empty').hidden = shown.nodes.size > 0;
  $('empty').textContent = word(nodes.length ? 'empty' : 'empty_graph');
  choose();
}

// Show what is selected: in the diagram, in the details and in the address.
function choose() {
  const { node, edge } = view.selected ?? {};
  const lit = node ? tiesOf[node.id].filter(({ id }) => shown.edges.has(id)) : edge ? [edge] : [];
  near = view.selected ? new Set([...lit.flatMap(({ from, to }) => [from, to]), ...(node ? [node.id] : [])]) : null;
  network.setSelection({ nodes: node ? [node.id] : [], edges: lit.map(({ id }) => id) }, { highlightEdges: false });
  drawDetails();
  writeAddress();
}

function select(what, isFar = false) {
  view.selected = what;
  choose();
  if (!what) return;
  const { node, edge } = what;
  announce(node ? `${nameOf(node)}，${typeName(node)}，${node.degree} ${word('ties')}` : edgeInWords(edge));
  if (isFar || node) bringIntoView(node ? [node.id] : [edge.from, edge.to]);
}

$('language').addEventListener('click', () => { view.language = other(); refresh(); });
$('theme').addEventListener('click', () => { view.theme = isDark() ? 'light' : 'dark'; refresh(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
window.addEventListener('hashchange', () => { readAddress(); refresh(); });

readAddress();
$('filters').open = matchMedia('(min-width: 901px)').matches;
refresh();
fit();
document.documentElement.dataset.ready = 'yes';
