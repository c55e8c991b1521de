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
  beginReturn,
  type Charge,
  type Checkout,
  checkCheckout,
  creditPayment,
  endReturn,
  findInvoice,
  findOwnPayment,
  findPayment,
  findReturnable,
  type Invoice,
  isUnmatched,
  listPayments,
  offerPackage,
  type Payment,
  RETURN_DAYS,
  returnedByTelegram,
  undoReturn,
} from "./payments.ts";
export {
  createPromo,
  disablePromo,
  findPromo,
  listPromos,
  type NewPromo,
  type PromoCode,
  type Redeemed,
  readCode,
  readRedeemed,
  redeemPromo,
} from "./promo.ts";
export { comeBy, countFriends, inviterOf, referralName, rewardReferral } from "./referrals.ts";
export { ceilingReached, type Decision, decide, readStanding, type Standing } from "./standing.ts";
export {
  chargeForHeard,
  type Feature,
  type Package,
  type Price,
  priceOfDigest,
  priceOfHelp,
  priceOfPieces,
  priceOfSpeech,
  type Tariff,
  tariffOf,
} from "./tariff.ts";
export {
  askAbove,
  type Entry,
  findWallet,
  listBrokenWallets,
  listEntries,
  type Wallet,
} from "./wallet.ts";
export { welcomeCoins } from "./welcome.ts";
export { beginWork, endWork, FREE_MINUTES_GONE, type NewWork, voidWork } from "./works.ts";
