export { forgetAdmins, keepAdmin, knownAdmin } from "./admins.ts";
export { findAnswer, forgetAnswers, isUnderWay, listLeftBehind, noteAnswer } from "./answers.ts";
export { enterGroup } from "./enter.ts";
export {
  changeGroup,
  claimBrokeNotice,
  findGroup,
  type Group,
  type GroupChange,
  isGroup,
  joinGroup,
  leaveGroup,
  meetGroup,
  moveGroup,
  noteSolvent,
} from "./group.ts";
export { EVERYWHERE, hasOptedOut, optIn, optOut } from "./opt-out.ts";
export { type Heard, receiveInGroup } from "./receive.ts";
