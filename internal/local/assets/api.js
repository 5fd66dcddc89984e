// What the page asks of the local Telegram. Every function throws an Error with a readable message.

export async function get(path) {
  return answer(await fetch('/local/api/' + path));
}

export async function post(path, body) {
  return answer(await fetch('/local/api/' + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }));
}

export async function upload(fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, file.name);
  return answer(await fetch('/local/api/send', { method: 'POST', body: form }));
}

async function answer(response) {
  if (response.ok) return response.json();
  let why = response.statusText;
  try {
    why = (await response.json()).error || why;
  } catch { /* not JSON: the status says it */ }
  throw new Error(why);
}

// listen follows the events of a chat; opened runs at each (re)connection, when the state must be read anew.
export function listen(chat, handlers, opened, lost) {
  const source = new EventSource('/local/api/events?chat=' + chat + '&kinds=' + Object.keys(handlers));
  source.addEventListener('open', opened);
  source.addEventListener('error', lost);
  for (const [kind, handle] of Object.entries(handlers)) {
    source.addEventListener(kind, (event) => handle(JSON.parse(event.data)));
  }
}
