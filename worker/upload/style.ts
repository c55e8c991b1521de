/** How the upload page looks: one column, large targets for thumbs, light or dark as the phone is. */
export const STYLE = `
:root { color-scheme: light dark; font: 18px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 32rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.4rem; line-height: 1.25; }
label { display: block; padding: 1rem; border-radius: .75rem; background: #2563eb; color: #fff; text-align: center; cursor: pointer; }
label:focus-within { outline: 3px solid #93c5fd; outline-offset: 2px; }
label[hidden] { display: none; }
input { position: absolute; opacity: 0; width: 1px; height: 1px; }
progress { width: 100%; height: 1rem; margin-top: 1.5rem; accent-color: #2563eb; }
#status { min-height: 3em; overflow-wrap: anywhere; }
`;
