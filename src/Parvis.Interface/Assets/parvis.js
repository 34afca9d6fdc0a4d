// Comfort only: every page works without this file.
(() => {
  const status = document.createElement('div');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  document.body.append(status);

  for (const button of document.querySelectorAll('button[data-copy]')) {
    if (!navigator.clipboard) continue;
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = status.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; status.textContent = ''; }, 2500);
    });
  }

  const menus = document.querySelectorAll('details.languages');
  const close = except => menus.forEach(menu => { if (menu !== except) menu.open = false; });
  document.addEventListener('click', event => close(event.target.closest('details.languages')));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const open = document.querySelector('details.languages[open]');
    if (!open) return;
    open.open = false;
    open.querySelector('summary').focus();
  });

  for (const bar of document.querySelectorAll('progress[data-events]')) {
    const events = new EventSource(bar.dataset.events);
    events.addEventListener('progress', event => {
      const { value, words } = JSON.parse(event.data);
      if (typeof value === 'number') bar.value = value;
      const label = document.getElementById(bar.dataset.words);
      if (label && words) label.textContent = words;
    });
    events.addEventListener('done', () => { events.close(); location.reload(); });
  }

  for (const news of document.querySelectorAll('[data-news]')) {
    new EventSource(news.dataset.news).addEventListener('version', event => {
      if (JSON.parse(event.data).version > news.dataset.version) news.firstElementChild.hidden = false;
    });
  }

  for (const form of document.querySelectorAll('form[data-offline]')) {
    let answer;
    form.addEventListener('submit', event => {
      if (navigator.onLine) return;
      event.preventDefault();
      form.querySelector('[role=status]').hidden = false;
      if (!answer) addEventListener('online', () => form.requestSubmit(answer));
      answer = event.submitter;
    });
  }
})();
