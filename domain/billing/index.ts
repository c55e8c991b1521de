export {
  capture,
  hold,
  NOT_ENOUGH_COINS,
  PAST_THE_LEDGER,
  refund,
  release,
  releaseExpired,
  SETTLED_BEFORE,
} from "./holds.ts";
export { type EntryReason, type Movement, move } from "./move.ts";
export {
  chargeForHeard,
  type Feature,
  mustAsk,
  type Package,
  type Price,
  priceOfDigest,
  priceOfPieces,
  priceOfSpeech,
  type Tariff,
  tariffOf,
} from "./tariff.ts";
export { type Entry, findWallet, listBrokenWallets, listEntries, type Wallet } from "./wallet.ts";
