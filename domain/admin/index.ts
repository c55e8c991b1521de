export {
  type Act,
  addPromo,
  blockUser,
  dropDead,
  endPromo,
  findPaid,
  findWorker,
  giveCoins,
  MOST_COINS,
  type Retry,
  refundJob,
  retryJob,
  returnPayment,
  unblockUser,
} from "./act.ts";
export { type Actor, type AuditEntry, audit, listRecentAudit } from "./audit.ts";
export {
  type Broadcast,
  countReaders,
  draftNews,
  endNews,
  findNews,
  listNews,
  listReaders,
  newsJob,
  passReader,
  sendNews,
  stopNews,
  wantNews,
} from "./news.ts";
export { type Card, findPerson, readCard } from "./person.ts";
export { type CostLine, type Costs, type DayFigures, readCosts, readDay } from "./report.ts";
