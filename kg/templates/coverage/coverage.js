// The page can be read without any of this: it adds the other language, the other theme and what a sentence gave.
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const language = () => (root.lang === 'en' ? 'en' : 'zh');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

function speak() {
  for (const element of document.querySelectorAll('[data-zh]')) element.textContent = element.dataset[language()];
  const wanted = `${isDark() ? 'light' : 'dark'}${language() === 'en' ? 'En' : 'Zh'}`;
  $('theme').textContent = $('theme').dataset[wanted];
  $('language').textContent = language() === 'en' ? '中文' : 'English';
  $('language').lang = language() === 'en' ? 'zh-CN' : 'en';
}

$('language').addEventListener('click', () => { root.lang = language() === 'en' ? 'zh-CN' : 'en'; speak(); });
$('theme').addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; speak(); });

function show(sentence) {
  document.querySelector('.s.chosen')?.classList.remove('chosen');
  $('panel').hidden = !sentence;
  if (!sentence) return;
  sentence.classList.add('chosen');
  $('facts').replaceChildren(...sentence.title.split('\n').map((fact) => Object.assign(document.createElement('p'), { textContent: fact })));
}

document.querySelector('main').addEventListener('click', (event) => {
  if (!event.target.closest('a, button, input, label, summary')) show(event.target.closest('.s[title]'));
});
document.querySelector('#panel .close').addEventListener('click', () => show(null));

// The next or the one before among the sentences in view that gave something.
function step(by) {
  const sentences = [...document.querySelectorAll('details[open] .s[title]')].filter((one) => one.offsetParent);
  const place = sentences.findIndex((one) => one.classList.contains('chosen'));
  const next = sentences[Math.max(0, Math.min(sentences.length - 1, place < 0 ? 0 : place + by))];
  show(next);
  next?.scrollIntoView({ block: 'center' });
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') show(null);
  if (event.key === 'n') step(1);
  if (event.key === 'p') step(-1);
});

// A text that is folded up opens for the link that leads into it.
function unfold() {
  const aim = document.getElementById(location.hash.slice(1));
  const text = aim?.closest('details');
  if (!text) return;
  text.open = true;
  aim.scrollIntoView();
}
addEventListener('hashchange', unfold);
$('language').hidden = $('theme').hidden = false;
speak();
unfold();
