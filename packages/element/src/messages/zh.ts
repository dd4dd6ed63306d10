export { zh } from '@slipway/react/messages/zh';
