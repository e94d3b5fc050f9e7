// The address of the page says what is seen, so that a link leads to the same view.

const canRemember = location.protocol !== 'about:'; // not in the frame of a notebook

function writeAddress() {
  if (!canRemember) return;
  const state = new URLSearchParams();
  const { node, edge } = view.selected ?? {};
  if (node) state.set('node', node.key);
  if (edge) state.set('edge', edgeKey(edge));
  if (view.focus !== null) state.set('focus', nodes[view.focus].key);
  if (view.language !== data.language) state.set('language', view.language);
  if (view.theme) state.set('theme', view.theme);
  for (const [group, choices] of Object.entries(view.hidden)) if (choices.size) state.set(`without-${group}`, [...choices].sort().join('|'));
  const text = state.toString();
  if (`#${text}` !== location.hash && (text || location.hash)) history.replaceState(null, '', text ? `#${text}` : location.pathname + location.search);
}

function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  view.language = ['zh', 'en'].includes(state.get('language')) ? state.get('language') : data.language;
  view.theme = ['light', 'dark'].includes(state.get('theme')) ? state.get('theme') : '';
  for (const group of Object.keys(view.hidden)) view.hidden[group] = new Set((state.get(`without-${group}`) ?? '').split('|').filter(Boolean));
  view.focus = nodeOf.get(state.get('focus'))?.id ?? null;
  const [node, edge] = [nodeOf.get(state.get('node')), edgeOf.get(state.get('edge'))];
  view.selected = node ? { node } : edge ? { edge } : null;
}
