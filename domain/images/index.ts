export {
  awaitWish,
  beginImage,
  beginStyled,
  chooseLikeness,
  closeImages,
  dropImage,
  editPrompt,
  findWishByVoice,
  forgetDrafts,
  noteDraft,
  type Repeat,
  repeatImage,
  shapeImage,
  switchWritten,
  takePhoto,
  takeVoice,
  takeWords,
} from "./draft.ts";
export {
  advanceImage,
  cancelImage,
  chargeForPictures,
  claimImageStatus,
  claimSilentImages,
  failImage,
  finishImage,
  imageIs,
  keepDrawn,
  markImage,
  noteImage,
  notePicture,
  rememberImageRequest,
  starPicture,
} from "./draw.ts";
export {
  findImage,
  findImageOf,
  findLastDraft,
  findOpenImage,
  findOwnImage,
  findOwnPicture,
  listLikenesses,
  listPictures,
  type OwnedImage,
} from "./find.ts";
export { withLikeness } from "./likeness.ts";
export { type NewOrder, orderDraft, orderPictures } from "./order.ts";
export { breaksRule, judgeFlags } from "./rules.ts";
export {
  asDraftFailure,
  asImageFailure,
  DRAWING,
  type Image,
  type Picture,
  promptOf,
  readWish,
  WISH_LETTERS,
} from "./states.ts";
