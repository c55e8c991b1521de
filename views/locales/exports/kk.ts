/** Файлдар, көшірме және істер туралы қазақша мәтіндер. */
export const kk = `
export-heard-by = Таныған: { $model }
pdf-lacks-letters = Бұл PDF қаріпінде кейбір әріптер жоқ, олардың орнында □ тұр. DOCX пен TXT файлдарында бәрі бар.
command-export = Өз деректерімді архивпен алу
export =
    📦 <b>Менің бар деректерім</b>

    Архив жинаймын: жазбалардың мәтіндері, олар бойынша жазылғандар, істер, тиын тарихы мен баптаулар — және сілтеме жіберемін. Ол { $hours } сағат жұмыс істейді. Екінші нұсқада жазбалардың, суреттердің және фотолардың өзі де болады.
export-texts = 📄 Мәтіндер
export-all = 📦 Мәтіндер мен файлдар
export-begun = 📦 Архив жиналып жатыр… Дайын болғанда сілтеме жіберемін.
export-ready = 📦 Архив дайын: { $files } файл, { $megabytes } МБ. Бақылау сомалары бар тізім — manifest.json ішінде.
export-link = ⬇️ Архивті жүктеу
export-until = Сілтеме { $hours } сағат жұмыс істейді және кімде болса, соған ашылады: басқаға жібермеңіз.
export-failed = Архивті жинау мүмкін болмады. Қайталап көріңіз: /export
command-todo = Жазбалардағы істер
command-timezone = Уақыт белдеуі
todos-name = Істер
todos-open = ☐ Менің істерім
todos-head = ✅ <b>Істер</b> · ашық: { $open }, дайын: { $done }
todos-none-open = Ашық іс жоқ. Мәтін астындағы «✅ Тапсырмалар» түймесін басыңыз — кім не уәде еткенін табамын.
todos-none-done = Әзірге ештеңе белгіленбеген.
todos-show-done = ☑ Дайындары
todos-show-open = ☐ Ашықтары
todos-more = Әрі қарай ›
todos-first = « Басына
todos-back = ‹ Істерге
todos-calendar = 🗓 Күнтізбеге
todos-calendar-sent = { $count ->
   *[other] 🗓 { $count } іс. Файлды ашыңыз — күнтізбе қосуды ұсынады.
 }
todo-done = ☑ Дайын
todo-undone = ☐ Әлі дайын емес
todo-drop = 🗑 Жою
todo-drop-sure = Бұл істі жою керек пе? Қайтару мүмкін болмайды; мәтін қалады.
todo-drop-yes = 🗑 Иә, жою
todo-drop-no = Қалдыру
todo-due-today = 🗓 Бүгін
todo-due-tomorrow = 🗓 Ертең
todo-due-week = 🗓 Бір аптадан кейін
todo-due-none = Мерзімсіз
todo-due-hour = ⏰ Бір сағаттан кейін
todo-due-words = Қалай айтылды: «{ $words }»
todo-remind-at = ⏰ Еске саламын: { $at }
todo-reminder = ⏰ <b>Еске салу</b>
time-zone = 🕒 <b>Уақыт белдеуі: { $zone }</b>

    Сізде қазір { $now }. Күндерді осы сағатпен санаймын және істерді еске саламын.

    Қаланы таңдаңыз немесе өзіңіздікін жазыңыз: <code>/timezone Қарағанды</code> немесе <code>/timezone +5</code>
time-zone-button = 🕒 Уақыт белдеуі
time-zone-guessed = 🕒 Уақытты { $zone } бойынша санаймын. Сізде басқа болса, түзетіңіз: /timezone
time-zone-unknown = Мұндай қаланы не айырманы білмеймін. Мысалы: <code>/timezone Алматы</code>, <code>/timezone +5</code> немесе <code>/timezone Europe/Berlin</code>.
`;
