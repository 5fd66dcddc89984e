// Keeps the account of a broadcast up to date while it is sent. Without scripts
// the page shows the same after it is opened again.
(() => {
  const account = document.querySelector("[data-progress]");
  if (!account) return;
  const every = 2000;
  const look = async () => {
    try {
      const answer = await fetch(account.dataset.progress, { credentials: "same-origin" });
      if (!answer.ok) return;
      const now = await answer.json();
      for (const [name, value] of Object.entries(now.figures)) {
        const at = account.querySelector(`[data-figure="${name}"]`);
        if (at && at.textContent !== value) at.textContent = value;
      }
      if (now.final || now.state !== account.dataset.state) {
        location.reload();
        return;
      }
    } catch {
      // away for a moment: ask again
    }
    setTimeout(look, every);
  };
  setTimeout(look, every);
})();
