export {
  beginImage,
  beginStyled,
  chooseLikeness,
  closeImages,
  dropImage,
  forgetDrafts,
  noteDraft,
  noteQuote,
  shapeImage,
} from "./draft.ts";
export {
  advanceImage,
  claimImageStatus,
  claimSilentImages,
  imageIs,
  keepDrawn,
  markImage,
  noteImage,
  notePicture,
  rememberImageRequest,
  starPicture,
} from "./draw.ts";
export { cancelImage, chargeForPictures, failImage, finishImage } from "./end.ts";
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
export {
  countShown,
  deletePicture,
  findDeletedPicture,
  findPreview,
  findShown,
  forgetPicture,
  GALLERY_DAYS,
  GALLERY_TYPES,
  type GalleryFigures,
  type GalleryFilter,
  listDrawnAvatars,
  listShown,
  PICTURE_UNDO_SECONDS,
  readGalleryFigures,
  restorePicture,
  type Shown,
  wasDeleted,
} from "./gallery.ts";
export { withLikeness } from "./likeness.ts";
export {
  countPicturesOf,
  forgetPicturesOf,
  hidePicturesOf,
  listDrawing,
  listKeysOf,
  listStopped,
  unsettleDraftsOf,
} from "./of-avatar.ts";
export { type NewOrder, type Ordered, orderDraft, orderPictures } from "./order.ts";
export { repeatImage } from "./repeat.ts";
export { breaksRule, judgeFlags } from "./rules.ts";
export {
  asDraftFailure,
  asImageFailure,
  DRAWING,
  type Image,
  isWorthAnotherTry,
  type Picture,
  promptOf,
  readWish,
  WISH_LETTERS,
} from "./states.ts";
export {
  awaitWish,
  editPrompt,
  findWishByVoice,
  notePrompt,
  prepareAgain,
  switchWritten,
  takePhoto,
  takeVoice,
  takeWords,
} from "./wish.ts";
