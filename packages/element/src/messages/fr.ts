export { fr } from '@slipway/react/messages/fr';
