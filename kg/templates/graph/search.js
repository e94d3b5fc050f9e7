// Finding a node by Chinese name, by the sound of it, or in English.

const SUGGESTIONS = 12;
let found = [];
let active = -1;

// Lower is better: a name that is the query, one that begins with it, one that holds it, an alias, the sound.
function fitness(node, query) {
  const names = [node.zh, node.en].map((name) => name.toLowerCase());
  if (names.includes(query)) return 0;
  if (names.some((name) => name.startsWith(query))) return 1;
  if (names.some((name) => name.includes(query))) return 2;
  if (node.aliases.some((name) => name.toLowerCase().includes(query))) return 3;
  const letters = query.replace(/[\s'’-]/g, '');
  if (!/^[a-z0-9]+$/.test(letters)) return Infinity;
  if (node.sound.some((sound) => sound.startsWith(letters))) return 4;
  return letters.length > 1 && node.sound.some((sound) => sound.includes(letters)) ? 5 : Infinity;
}

function suggest() {
  const query = $('search').value.trim().toLowerCase();
  const rated = query ? nodes.map((node) => [fitness(node, query), importance.get(node.id), node]) : [];
  found = rated.filter(([fit_]) => fit_ < Infinity).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, SUGGESTIONS).map(([, , node]) => node);
  active = found.length ? 0 : -1;
  $('suggestions').hidden = !query;
  $('search').setAttribute('aria-expanded', String(Boolean(query)));
  drawSuggestions(query);
  if (query) announce(found.length ? word('found', { count: found.length }) : word('nothing_found', { query }));
}

function drawSuggestions(query) {
  const rows = found.map((node, number) => {
    const row = make('li', { role: 'option', id: `suggestion-${number}`, 'aria-selected': String(number === active) }, mark(typeOf.get(node.type)),
      make('span', { text: nameOf(node) }), make('span', { class: 'other', text: otherNameOf(node) || typeName(node) }));
    row.addEventListener('pointerdown', (event) => { event.preventDefault(); take(node); });
    return row;
  });
  const none = make('li', { class: 'none', role: 'option', 'aria-disabled': 'true', text: word('nothing_found', { query }) });
  $('suggestions').replaceChildren(...(rows.length || !query ? rows : [none]));
  if (active >= 0) $('search').setAttribute('aria-activedescendant', `suggestion-${active}`);
  else $('search').removeAttribute('aria-activedescendant');
}

function take(node) {
  if (!shown.nodes.has(node.id)) {
    Object.values(view.hidden).forEach((choices) => choices.clear());
    view.focus = null;
    refresh();
  }
  $('search').value = '';
  suggest();
  select({ node }, true);
}

function closeSuggestions() {
  $('suggestions').hidden = true;
  $('search').setAttribute('aria-expanded', 'false');
}

$('search').addEventListener('input', suggest);
$('search').addEventListener('focus', suggest);
$('search').addEventListener('blur', closeSuggestions);
$('search').addEventListener('keydown', (event) => {
  if (event.isComposing) return; // Enter and arrows belong to the input method
  const move_ = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move_ && found.length) {
    active = (active + move_ + found.length) % found.length;
    drawSuggestions($('search').value.trim());
    $(`suggestion-${active}`).scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter' && active >= 0) take(found[active]);
  else if (event.key === 'Escape') closeSuggestions();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) {
    event.preventDefault();
    $('search').focus();
  }
});
