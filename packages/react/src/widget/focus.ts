/** Moves the focus to the file input, before the focused button disappears. */
export function focusFileInput(button: Element): void {
  const widget = button.closest('.slipway-uploader');
  widget?.querySelector<HTMLElement>('.slipway-input')?.focus();
}

/** Moves the focus to a neighboring row, before the focused row is removed. */
export function focusNearbyRow(button: Element): void {
  const row = button.closest('li');
  const neighbor = row?.nextElementSibling ?? row?.previousElementSibling;
  const buttons = neighbor?.querySelectorAll('button');
  const last = buttons?.item(buttons.length - 1);
  if (last) last.focus();
  else focusFileInput(button);
}
