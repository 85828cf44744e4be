// Remembers which element has the focus, and gives it back when a screen closes: to itself, or to what stands for it now.

/** What was chosen in a menu is gone with the menu: its button stands for it. */
function openerOf(focused: Element | null): Element | null {
  let opener = focused;
  for (let menu = opener?.closest('[role="menu"]'); menu; menu = opener?.closest('[role="menu"]'))
    opener = document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return opener;
}

/** A ticket that moved to another column meanwhile is drawn anew there. */
function sameTicket(order: string | undefined): HTMLElement | null {
  return order === undefined ? null : document.querySelector(`[data-order="${CSS.escape(order)}"]`);
}

export function rememberFocus(): () => void {
  const opener = openerOf(document.activeElement);
  const order = opener?.closest<HTMLElement>('[data-order]')?.dataset['order'];
  return () => {
    // Somebody stands elsewhere by now: on the bell, for one.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const target = opener?.isConnected ? opener : (sameTicket(order) ?? document.querySelector('main'));
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
}
