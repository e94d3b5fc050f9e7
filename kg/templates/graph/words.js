// Everything the page says, in the language of the reader.

const other = () => (view.language === 'zh' ? 'en' : 'zh');
const word = (key, values = {}) =>
  data.words[key][view.language].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
const nameOf = (thing) => thing[view.language] || thing[other()];
const otherNameOf = (thing) => (thing[other()] && thing[other()] !== nameOf(thing) ? thing[other()] : '');
const titleOf = (document_) => (nameOf(document_) || document_.document) + (document_.work === document_.document ? '' : word('other_text'));
const typeName = (node) => nameOf(typeOf.get(node.type));
const predicateName = (id) => nameOf(predicateOf.get(id));

// The statements of an edge that the choices of the legend leave.
const heard = (edge) =>
  edge.said.filter(
    ([predicate, , passage]) =>
      !view.hidden.predicates.has(predicate) && !view.hidden.documents.has(documents[passages[passage].document].document),
  );
const heardPredicates = (edge) => [...new Set(heard(edge).map(([predicate]) => predicate))];

// How many passages: of a work in several texts, those of the text that has most.
function countPassages(said) {
  const texts = new Map();
  for (const [predicate, , number] of said) {
    const found = documents[passages[number].document];
    const work = texts.get(found.work) ?? texts.set(found.work, new Map()).get(found.work);
    const places = work.get(found.document) ?? work.set(found.document, new Set()).get(found.document);
    places.add(`${predicate} ${number}`);
  }
  return [...texts.values()].reduce((sum, work) => sum + Math.max(...[...work.values()].map((places) => places.size)), 0);
}

function speak() {
  document.documentElement.lang = view.language === 'zh' ? 'zh-CN' : 'en';
  document.title = nameOf(data.title);
  $('title').textContent = nameOf(data.title);
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = word(element.dataset.text);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', word(element.dataset.label));
  for (const element of document.querySelectorAll('[data-placeholder]')) element.placeholder = word(element.dataset.placeholder);
  for (const element of document.querySelectorAll('[data-zh]')) element.textContent = element.dataset[view.language];
  $('language').lang = view.language === 'zh' ? 'en' : 'zh-CN';
  $('theme').textContent = word(isDark() ? 'to_light' : 'to_dark');
  const works = new Set([...shown.edges].flatMap((id) => heard(edges[id]).map(([, , number]) => documents[passages[number].document].work)));
  $('summary').textContent = word('summary', {
    nodes: shown.nodes.size,
    edges: shown.edges.size,
    quotes: [...shown.edges].reduce((sum, id) => sum + countPassages(heard(edges[id])), 0),
    documents: works.size,
  });
}

const isDark = () => (view.theme ? view.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
const announce = (text) => { $('status').textContent = text; };
