export { es } from '@slipway/react/messages/es';
