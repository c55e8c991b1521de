/** Русские тексты о файлах, выгрузке и делах. */
export const ru = `
export-heard-by = Распознано: { $model }
pdf-lacks-letters = Некоторых букв нет в шрифте этого PDF, вместо них □. В DOCX и TXT они есть.
`;
