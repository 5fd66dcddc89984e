// The chat page: it shows one private chat with the bot as one persona, live.

import { get, listen, post, upload } from './api.js';
import { startClock } from './clock.js';
import { dates } from './dates.js';
import { messageNode } from './message.js';
import { element } from './text.js';

const $ = (id) => document.getElementById(id);
const { lang, as, zone } = document.body.dataset;
const chat = Number(as);
const texts = (await get('page?lang=' + lang)).texts;
const t = (key) => texts[key] || key;
const when = dates(t, zone);
const waiting = new Map(); // query id -> what to do when it is answered
const early = new Set(); // queries whose answer came before their number did
let blocked = false;

const view = {
  t, when, toast, send,
  press(message, data, answered) {
    post('press', { chat, message, data }).then(({ query_id: id }) => {
      if (early.delete(id)) { answered(); return; }
      waiting.set(id, answered);
      setTimeout(() => finish(id), 8000);
    }).catch((error) => { answered(); failed(error); });
  },
};

function finish(id) {
  const answered = waiting.get(id);
  if (answered) answered();
  return waiting.delete(id);
}

let toastTimer;
function toast(text) {
  $('toast').textContent = text;
  $('toast').classList.add('show');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $('toast').classList.remove('show'), 4000);
}

function failed(error) {
  toast(t('LocalPageFailed') + ' ' + error.message);
}

function send(text) {
  return post('send', { chat, text }).catch(failed);
}

// The log.

const nearEnd = () => $('log').scrollHeight - $('log').scrollTop - $('log').clientHeight < 120;
const toEnd = () => { $('log').scrollTop = $('log').scrollHeight; };

function show(message, fresh) {
  const stay = nearEnd();
  const old = $('m' + message.message_id);
  const focused = old && old.contains(document.activeElement) ? [...old.querySelectorAll('button, a')].indexOf(document.activeElement) : -1;
  const node = messageNode(message, view);
  if (old) {
    old.replaceWith(node);
    if (focused >= 0) {
      const buttons = node.querySelectorAll('button, a');
      (buttons[Math.min(focused, buttons.length - 1)] || $('text')).focus({ preventScroll: true });
    }
  } else {
    const label = when.day(new Date(message.date * 1000));
    const days = $('log').querySelectorAll('.day');
    if (!days.length || days[days.length - 1].textContent !== label) $('log').append(element('div', { className: 'day' }, label));
    if (fresh) node.classList.add('fresh');
    $('log').append(node);
    for (const picture of node.querySelectorAll('img')) picture.addEventListener('load', () => { if (stay) toEnd(); });
  }
  if (stay) toEnd();
}

function settle() {
  const empty = !$('log').querySelector('.message');
  const code = new URLSearchParams(location.search).get('start');
  $('empty').hidden = !empty && !code;
  $('empty').classList.toggle('bar-only', !empty);
  $('log').hidden = empty;
}

async function reload() {
  try {
    const state = await get('messages?chat=' + chat);
    $('log').setAttribute('aria-busy', 'true');
    $('log').replaceChildren();
    $('log').hidden = false;
    for (const message of state.messages) show(message, false);
    settle();
    toEnd();
    $('log').setAttribute('aria-busy', 'false');
    showKeys(state.keyboard);
    showBlocked(state.blocked);
    status('');
    await Promise.all([loadMenu(), readClock()]);
  } catch (error) {
    failed(error);
  }
}

let statusTimer;
function status(text, seconds) {
  $('status').textContent = text || t('LocalPageBot');
  $('status').classList.toggle('busy', Boolean(text));
  clearTimeout(statusTimer);
  if (seconds) statusTimer = setTimeout(() => status(''), seconds * 1000);
}

function showBlocked(now) {
  blocked = now;
  $('block').textContent = t(now ? 'LocalPageUnblock' : 'LocalPageBlock');
  $('block').setAttribute('aria-pressed', String(now));
}

// Keyboards and the commands menu.

function showKeys(keyboard) {
  const rows = (keyboard && keyboard.keyboard) || [];
  let n = 0;
  $('keys').replaceChildren(...rows.map((row) => element('div', {}, ...row.map((key) => {
    const number = ++n;
    return element('button', {
      type: 'button', onclick: () => post('press', { chat, key: number }).catch(failed),
    }, key.text);
  }))));
  $('keys').hidden = rows.length === 0;
}

async function loadMenu() {
  const commands = await get('commands?chat=' + chat);
  const lines = commands.map(({ command, description }) => element('li', {}, element('button', {
    type: 'button', onclick: () => { openMenu(false); send('/' + command); },
  }, element('b', {}, '/' + command), element('span', {}, description))));
  $('menu').replaceChildren(...(lines.length ? lines : [element('li', {}, element('p', {}, t('LocalPageNoCommands')))]));
}

function openMenu(open) {
  const stay = nearEnd();
  $('menu').hidden = !open;
  if (stay) toEnd();
  $('slash').setAttribute('aria-expanded', String(open));
  const first = $('menu').querySelector('button');
  if (open && first) first.focus();
  else $('text').focus();
}

function openPanel(open) {
  $('panel').classList.toggle('open', open);
  $('toggle').setAttribute('aria-expanded', String(open));
}

// What the person does.

$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value;
  if (!text.trim()) return;
  $('text').value = '';
  grow();
  send(text).then(toEnd);
});
function grow() {
  $('text').style.height = 'auto';
  $('text').style.height = $('text').scrollHeight + 2 + 'px';
}
$('text').addEventListener('input', grow);
$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
$('slash').addEventListener('click', () => openMenu($('menu').hidden));
$('toggle').addEventListener('click', () => openPanel(!$('panel').classList.contains('open')));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if (!$('menu').hidden) openMenu(false);
  openPanel(false);
});
$('start').addEventListener('click', () => {
  const address = new URL(location.href);
  const code = address.searchParams.get('start');
  address.searchParams.delete('start');
  history.replaceState(null, '', address);
  send(code ? '/start ' + code : '/start').then(() => { settle(); toEnd(); $('text').focus(); });
});
$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  const file = $('file').files[0];
  if (!file) return;
  const kind = /^image\/(png|jpeg|gif)$/.test(file.type) ? 'photo' : 'document';
  upload({ chat, kind }, file).catch(failed);
  $('file').value = '';
});
for (const button of document.querySelectorAll('[data-kind]')) {
  button.addEventListener('click', () => post('send', { chat, kind: button.dataset.kind }).then(() => openPanel(false)).catch(failed));
}
$('block').addEventListener('click', () => post(blocked ? 'unblock' : 'block', { chat }).catch(failed));

const readClock = startClock(t, when, failed);

listen(chat, {
  message: ({ message }) => { show(message, true); settle(); if (message.from && message.from.is_bot) status(''); },
  edit: ({ message }) => show(message, false),
  delete: ({ message_id: id }) => { $('m' + id)?.remove(); settle(); },
  keyboard: ({ keyboard }) => showKeys(keyboard),
  action: ({ action }) => status(t(action === 'typing' ? 'LocalPageTyping' : 'LocalPageUploading'), 5),
  answer: ({ answer }) => {
    if (!finish(answer.query_id)) early.add(answer.query_id);
    if (!answer.text) return;
    if (!answer.show_alert) { toast(answer.text); return; }
    $('alerttext').textContent = answer.text;
    $('alert').showModal();
  },
  chat: () => get('messages?chat=' + chat + '&after=' + Number.MAX_SAFE_INTEGER).then((state) => showBlocked(state.blocked)).catch(failed),
  commands: () => loadMenu().catch(failed),
  clock: () => readClock(),
}, reload, () => status(t('LocalPageOffline')));
if (matchMedia('(min-width: 900px)').matches) $('text').focus();
