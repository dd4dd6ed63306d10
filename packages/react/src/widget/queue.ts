/* One chunk, loaded when the user opens the menu of a waiting file or renames it. */
export { QueueActions } from './queue-actions.tsx';
export { RenameField } from './rename-field.tsx';
