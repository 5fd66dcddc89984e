// The bot's clock: it ticks here and is moved there.

import { get, post } from './api.js';

export function startClock(t, when, failed) {
  const face = document.getElementById('clock');
  const note = document.getElementById('clocknote');
  let ahead = 0; // milliseconds between the bot's clock and the browser's
  let shown = '';
  const tick = () => {
    const text = when.full(new Date(Date.now() + ahead));
    if (text !== shown) face.textContent = shown = text;
  };
  const set = (clock) => {
    ahead = new Date(clock.now).getTime() - Date.now();
    face.dateTime = clock.now;
    note.textContent = t(Math.abs(clock.offset_seconds) < 1 ? 'LocalPageClockReal' : 'LocalPageClockMoved');
    tick();
  };
  const moves = { day: { advance: '24h' }, working: { working_day: true }, real: { real: true } };
  for (const button of document.querySelectorAll('[data-clock]')) {
    button.addEventListener('click', () => post('clock', moves[button.dataset.clock]).then(set).catch(failed));
  }
  setInterval(tick, 1000);
  return () => get('clock').then(set).catch(failed);
}
