export { pt } from '@slipway/react/messages/pt';
