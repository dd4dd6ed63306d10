/* Fetched together, once somebody looks after a file that waits. */
export { QueueActions } from './queue-actions.tsx';
export { RenameField } from './rename-field.tsx';
