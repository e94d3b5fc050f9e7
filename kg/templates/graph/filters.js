// The legend, which is also the filter: types, relations, documents.

const groups = {
  types: () => types.map((type) => ({ id: type.id, name: nameOf(type), sign: mark(type), count: nodes.filter((node) => node.type === type.id).length })),
  predicates: () => predicates.map((one) => ({ id: one.id, name: nameOf(one), count: edges.filter((edge) => edge.said.some(([id]) => id === one.id)).length })),
  documents: () => documents.map((one, number) => ({ id: one.document, name: titleOf(one), count: edges.filter((edge) => edge.said.some(([, , passage]) => passages[passage].document === number)).length })),
};

function drawLegend() {
  for (const [group, choices] of Object.entries(groups)) {
    const rows = choices().filter((choice) => choice.count).map((choice) => choiceRow(group, choice));
    $(group).replaceChildren($(group).querySelector('legend'), ...rows);
    $(group).hidden = !rows.length;
  }
  $('reset').hidden = !isFiltered();
}

function choiceRow(group, { id, name, sign, count }) {
  const box = make('input', { type: 'checkbox', value: id });
  box.checked = !view.hidden[group].has(id);
  box.addEventListener('change', () => {
    view.hidden[group][box.checked ? 'delete' : 'add'](id);
    refresh();
  });
  return make('label', { class: 'choice' }, box, sign ?? make('span', { class: 'tick' }),
    make('span', { class: 'what', text: name }), make('span', { class: 'count', text: count }));
}

const isFiltered = () => view.focus !== null || Object.values(view.hidden).some((choices) => choices.size);

// Work out what is to be seen: edges with a statement left, and their ends; nodes that never had a tie stay.
function sift() {
  shown.nodes.clear();
  shown.edges.clear();
  const visible = (node) => !view.hidden.types.has(node.type)
    && (view.focus === null || node.id === view.focus || tiesOf[node.id].some((edge) => otherEnd(edge, node.id).id === view.focus));
  for (const edge of edges) {
    if (visible(nodes[edge.from]) && visible(nodes[edge.to]) && heard(edge).length) {
      shown.edges.add(edge.id);
      shown.nodes.add(edge.from).add(edge.to);
    }
  }
  for (const node of nodes) if (!tiesOf[node.id].length && visible(node)) shown.nodes.add(node.id);
  const { node, edge } = view.selected ?? {};
  if ((node && !shown.nodes.has(node.id)) || (edge && !shown.edges.has(edge.id))) view.selected = null;
}

$('reset').addEventListener('click', () => {
  Object.values(view.hidden).forEach((choices) => choices.clear());
  view.focus = null;
  refresh();
  fit();
});
