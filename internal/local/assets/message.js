// One message as a node: who, what, when, and its buttons.

import { element, link, rich } from './text.js';

export function messageNode(message, view) {
  const mine = !message.from || !message.from.is_bot;
  const bubble = element('div', { className: 'bubble' });
  bubble.append(element('span', { className: 'unseen' }, view.t(mine ? 'LocalPageYou' : 'LocalPageBotSays')));
  if (message.reply_to_message) {
    const quoted = message.reply_to_message;
    bubble.append(element('div', { className: 'reply' }, quoted.text || quoted.caption || '…'));
  }
  bubble.append(...contents(message, view));
  const text = message.text || message.caption;
  if (text) {
    const entities = message.text ? message.entities : message.caption_entities;
    bubble.append(element('div', { className: 'body' }, ...rich(text, entities, view.send)));
  }
  const when = new Date(message.date * 1000);
  const edited = message.edit_date ? view.t('LocalPageEdited') + ' ' : '';
  bubble.append(element('span', { className: 'meta' }, edited,
    element('time', { dateTime: when.toISOString() }, view.when.time(when))));
  const node = element('article', { className: mine ? 'message mine' : 'message', id: 'm' + message.message_id }, bubble);
  if (message.reply_markup) node.append(keyboard(message, view));
  return node;
}

function contents(message, view) {
  const nodes = [];
  if (message.photo) {
    const largest = message.photo[message.photo.length - 1];
    nodes.push(element('img', {
      className: 'photo', src: '/local/api/file/' + largest.file_id, width: largest.width, height: largest.height,
      alt: message.caption || view.t('LocalPagePhoto'),
    }));
  }
  if (message.document) nodes.push(file(message.document, message.document.file_name || view.t('LocalPageFile'), view));
  if (message.voice) nodes.push(element('div', {}, view.t('LocalPageVoice') + ', 0:0' + message.voice.duration));
  if (message.sticker) nodes.push(element('div', {}, view.t('LocalPageSticker') + ' ' + (message.sticker.emoji || '')));
  if (message.contact) {
    nodes.push(element('div', {}, `${view.t('LocalPageContact')}: ${message.contact.first_name}, ${message.contact.phone_number}`));
  }
  return nodes;
}

const arrow = 'M12 4v11m0 0l-5-5m5 5l5-5M5 20h14';

function file(document_, name, view) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [key, value] of Object.entries({ d: arrow, fill: 'none', stroke: 'currentColor', 'stroke-width': '2' })) {
    path.setAttribute(key, value);
  }
  svg.append(path);
  return element('a', { className: 'file', href: '/local/api/file/' + document_.file_id, download: name },
    element('span', { 'aria-hidden': 'true' }, svg),
    element('span', {}, element('b', {}, name), element('small', {}, size(document_.file_size, view))));
}

function size(bytes, view) {
  const [unit, by] = bytes < 1e6 ? ['LocalPageKilobytes', 1e3] : ['LocalPageMegabytes', 1e6];
  return (bytes / by).toFixed(1).replace('.', ',') + '\u00a0' + view.t(unit);
}

function keyboard(message, view) {
  const rows = message.reply_markup.inline_keyboard || [];
  return element('div', { className: 'keyboard' }, ...rows.map((row) =>
    element('div', {}, ...row.map((button) => inlineButton(message, button, view)))));
}

function inlineButton(message, button, view) {
  if (button.url) return link(button.url, [button.text]);
  const node = element('button', { type: 'button' }, button.text);
  node.addEventListener('click', async () => {
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      view.toast(view.t('LocalPageCopied'));
      return;
    }
    if (!button.callback_data) return;
    node.setAttribute('aria-busy', 'true');
    view.press(message.message_id, button.callback_data, () => node.removeAttribute('aria-busy'));
  });
  return node;
}
