// A gateway that was started anew knows nothing of this page: it is opened again as soon as somebody answers.
(() => {
  const note = document.getElementById('components-reconnect-modal');
  const lost = ['components-reconnect-failed', 'components-reconnect-rejected'];
  let waiting = false;
  const open = async () => {
    try {
      const answer = await fetch('assets/icon.svg', { cache: 'no-store', redirect: 'manual' });
      if (answer.status !== 502 && answer.status !== 503) {
        location.reload();
        return;
      }
    } catch {
      // Nobody answers yet.
    }
    setTimeout(open, 1000);
  };
  new MutationObserver(() => {
    if (!waiting && lost.some(name => note.classList.contains(name))) {
      waiting = true;
      open();
    }
  }).observe(note, { attributes: true, attributeFilter: ['class'] });
})();
