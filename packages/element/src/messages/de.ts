export { de } from '@slipway/react/messages/de';
