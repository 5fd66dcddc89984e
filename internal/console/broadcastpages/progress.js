// Keeps the page of a broadcast up to date while others approve it and while it
// is sent. Without scripts the page shows the same after it is opened again.
(() => {
  const page = document.querySelector("[data-progress]");
  if (!page) return;
  const every = 2000;
  const look = async () => {
    try {
      const answer = await fetch(page.dataset.progress, { credentials: "same-origin" });
      if (!answer.ok) return;
      const now = await answer.json();
      for (const [name, value] of Object.entries(now.figures)) {
        const at = document.querySelector(`[data-figure="${name}"]`);
        if (at && at.textContent !== value) at.textContent = value;
      }
      if (now.final || now.state !== page.dataset.state) {
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
