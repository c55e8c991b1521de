/** English texts about files, the export and to-dos. */
export const en = `
export-heard-by = Heard by { $model }
pdf-lacks-letters = This PDF’s font lacks some of the letters, □ stands for them. DOCX and TXT have them all.
`;
