export {
  askName,
  beginDraft,
  consent,
  leaveDrafts,
  nameAvatar,
  openDraft,
  readName,
} from "./draft.ts";
export { medianSeconds } from "./expect.ts";
export {
  findAvatar,
  findOpenAvatar,
  findOwnAvatar,
  findOwnPhoto,
  findPhoto,
  findTraining,
  findTrainingOf,
  findUnconsented,
  listAvatars,
  listPhotos,
  type OwnedAvatar,
} from "./find.ts";
export { beginLayout, claimAlbum, noteAlbum, releaseAlbum } from "./lay-out.ts";
export { choosePreset, orderTraining, quoteAvatar } from "./order.ts";
export {
  deleteAvatar,
  eraseAvatar,
  makeMain,
} from "./own.ts";
export {
  type BroughtPhoto,
  bringPhoto,
  claimCount,
  dropPhoto,
  notePhoto,
  type PhotoFacts,
  refusePhotos,
  settlePhoto,
  showCount,
} from "./photos.ts";
export { forgetPhotos, forgetPhotosNow, keepPhotos, listPhotosDue, photosAreDue } from "./source-photos.ts";
export {
  type Avatar,
  asTrainingFailure,
  isOperators,
  isUnderWay,
  OPEN,
  PHOTO_FAILURES,
  type Photo,
  type PhotoFailure,
  type Preset,
  type Subject,
  type Training,
  type TrainingFailure,
  takesPhotos,
  UNDER_WAY,
} from "./states.ts";
export {
  advanceTraining,
  cancelTraining,
  claimSilent,
  claimStatus,
  failTraining,
  finishTraining,
  markTraining,
  noteTraining,
  rememberRequest,
  trainingIs,
} from "./train.ts";
