// The network as it stands in the page, and what the reader has chosen to see of it.
'use strict';

const data = JSON.parse(document.getElementById('data').textContent);
const { nodes, edges, passages, documents, types, predicates } = data;
const typeOf = new Map(types.map((type) => [type.id, type]));
const predicateOf = new Map(predicates.map((predicate) => [predicate.id, predicate]));
const nodeOf = new Map(nodes.map((node) => [node.key, node]));
const tiesOf = nodes.map(() => []);
for (const edge of edges) {
  tiesOf[edge.from].push(edge);
  tiesOf[edge.to].push(edge);
}
const edgeKey = (edge) => `${nodes[edge.from].key}~${nodes[edge.to].key}`;
const edgeOf = new Map(edges.map((edge) => [edgeKey(edge), edge]));
const otherEnd = (edge, id) => nodes[edge.from === id ? edge.to : edge.from];

// `selected` is null, {node} or {edge}; `hidden` are the choices of the legend that are switched off.
const view = {
  language: data.language,
  theme: '',
  hidden: { types: new Set(), predicates: new Set(), documents: new Set() },
  selected: null,
  focus: null,
};
const shown = { nodes: new Set(), edges: new Set() };

const $ = (id) => document.getElementById(id);

// Make an element. Text is only ever set as text, so names and quotes cannot become markup.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'text') element.textContent = value;
    else if (name === 'click') element.addEventListener('click', value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function mark(type) {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  picture.setAttribute('viewBox', '-1.35 -1.35 2.7 2.7');
  picture.setAttribute('class', 'mark');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', type.shape);
  path.setAttribute('fill', `var(--type-${type.id})`);
  picture.append(path);
  return picture;
}
