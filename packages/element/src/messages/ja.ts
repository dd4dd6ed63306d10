export { ja } from '@slipway/react/messages/ja';
