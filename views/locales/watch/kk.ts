/** Әкімшілерге арналған дабылдар және оператор беті. */
export const kk = `
alert-help = Не істеу керек: docs/runbook.md, <code>{ $id }</code> бөлімі
alert-page = 📊 Бетті ашу
alert-over = ✅ Бәрі қайта қалпында: { $what }. { $minutes } минутқа созылды.
alert-dead-letters = 🪦 <b>Бот бас тартқан жұмыстар бар</b>: { $detail }
alert-queue-old = 🐢 <b>Кезек жылжымай тұр</b>: ең ескі жұмыс күткен уақыт: { $detail }
alert-error-rate = ⚠️ <b>Сәтсіздік көп</b>: ширек сағатта { $detail }
alert-vendor = ⚠️ <b>Сыртқы сервис қатемен жауап береді</b>: { $detail }
alert-webhook = ⚠️ <b>Телеграм хабарларды жеткізе алмай жатыр</b>: { $detail }
alert-storage = ⚠️ <b>Файлдар қосалқы қоймада жатыр</b>: { $detail }
alert-budget = 💸 <b>Күндік бюджет таусылуға жақын</b>: { $detail }
alert-name-dead-letters = бас тартылған жұмыс жоқ
alert-name-queue-old = кезек жылжып жатыр
alert-name-error-rate = сәтсіздіктер тоқтады
alert-name-vendor = сыртқы сервистер жауап береді
alert-name-webhook = хабарлар жетіп жатыр
alert-name-storage = файлдар өз орнында
alert-name-budget = бюджет жетеді
alert-name-ceiling = бюджет енді кедергі емес
alert-name-fal-balance = FAL қаражатқа байланысты бас тартпайды
alert-name-fal-key = FAL кілтті қабылдап жатыр
`;
