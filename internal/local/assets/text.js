// Texts and their entities become nodes, never markup: what the bot writes cannot become a script.

export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// rich gives the nodes of a text. Offsets count UTF-16 units, as JavaScript strings do.
export function rich(text, entities, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const part = (start, end, list) => {
    const nodes = [];
    let at = start;
    while (list.length > 0) {
      const entity = list[0];
      const stop = Math.min(entity.offset + entity.length, end);
      const inside = [];
      const rest = [];
      for (const other of list.slice(1)) (other.offset < stop ? inside : rest).push(other);
      list = rest;
      if (entity.offset < at || stop <= entity.offset) continue;
      if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
      const raw = text.slice(entity.offset, stop);
      nodes.push(wrap(entity, raw, part(entity.offset, stop, inside), onCommand));
      at = stop;
    }
    if (at < end) nodes.push(text.slice(at, end));
    return nodes;
  };
  return part(0, text.length, sorted);
}

const tags = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};

function wrap(entity, raw, children, onCommand) {
  switch (entity.type) {
    case 'text_link': return link(entity.url, children);
    case 'url': return link(raw, children);
    case 'bot_command':
      return element('button', { type: 'button', className: 'link', onclick: () => onCommand(raw) }, ...children);
    case 'spoiler': {
      const hidden = element('button', { type: 'button', className: 'spoiler' }, ...children);
      hidden.addEventListener('click', () => hidden.classList.add('open'));
      return hidden;
    }
  }
  return element(tags[entity.type] || 'span', {}, ...children);
}

// link opens web addresses only; anything else stays text.
export function link(address, children) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return element('span', {}, ...children);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return element('span', {}, ...children);
  return element('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}
