export { ar } from '@slipway/react/messages/ar';
