// Days and times in the bot's zone. The words come from the page's texts: browsers often know no Kazakh.

export function dates(t, zone) {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit',
    hourCycle: 'h23', timeZone: zone,
  });
  const english = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const parts = (when) => {
    const found = Object.fromEntries(format.formatToParts(when).map(({ type, value }) => [type, value]));
    return {
      ...found,
      month: t('LocalPageMonths').split(' ')[found.month - 1] || found.month,
      weekday: t('LocalPageWeekdays').split(' ')[english.indexOf(found.weekday)] || found.weekday,
    };
  };
  const fill = (key, when) => {
    const known = parts(when);
    return t(key).replace(/\[(\w+)\]/g, (whole, name) => known[name] || whole);
  };
  return {
    time: (when) => { const { hour, minute } = parts(when); return hour + ':' + minute; },
    day: (when) => fill('LocalPageDay', when),
    full: (when) => fill('LocalPageDate', when),
  };
}
