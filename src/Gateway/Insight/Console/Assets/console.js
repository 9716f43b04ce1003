// Times are shown by the browser's clock: it tells its zone once, and again when it travels.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const pair = `gateway-console-zone=${zone}`;
  const told = () => document.cookie.split('; ').includes(pair);
  if (!zone || zone === document.documentElement.dataset.zone || told()) {
    return;
  }
  document.cookie = `${pair}; path=/console; max-age=31536000; samesite=strict`;
  if (told()) {
    location.reload();
  }
})();

// A name that is pressed goes to where the writer stands in the text.
document.addEventListener('click', event => {
  const press = event.target.closest('[data-insert]');
  const field = press && document.getElementById(press.dataset.into);
  if (field) {
    field.setRangeText(press.dataset.insert, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }
});

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
