export { he } from '@slipway/react/messages/he';
