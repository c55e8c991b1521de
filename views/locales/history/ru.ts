/** Русские тексты истории и поиска. */
export const ru = `
menu-recordings = 🗂 Мои записи
command-history = Мои записи и тексты
command-search = Поиск по сказанному
recordings = 🗂 <b>Мои записи</b> · { $count }
recordings-length = всего { $length }
history-none = Здесь будут ваши записи и их тексты. Пока их нет: пришлите голосовое или файл.
history-more = Раньше ›
history-first = « К новым
history-back = ‹ К списку
history-card = 🗂 Карточка
history-text = 📖 Показать текст
history-original = ⬇️ Исходник
history-rename = ✏️ Переименовать
history-rename-ask = ✏️ Как назвать «{ $name }»? Ответьте на это сообщение новым названием.
history-letters = { $count ->
    [one] { $count } знак
    [few] { $count } знака
   *[many] { $count } знаков
 }
history-coverage = услышано { $percent } %
history-link = ⬇️ Скачать исходник
history-link-until = Ссылка действует { $minutes } мин. и только для вас: не пересылайте её.
megabytes = МБ
source-voice = Голосовое
source-audio = Аудио
source-video_note = Кружок
source-video = Видео
source-document = Файл
source-link = По ссылке
source-upload = Загрузка
source-conversation = Разговор
state-received = ⏳ ждёт очереди
state-quoted = 💳 ждёт вашего решения о цене
state-transcribing = ⏳ распознаётся
state-transcribed = ⏳ отправляется
state-delivered = ✅ готово
state-refused = 🚫 не подошла
state-failed = ⚠️ не получилось
state-cancelled = ✖️ остановлена
search-prompt = 🔎 Что найти в ваших записях? Ответьте на это сообщение словами или напишите /search и слова.
search-head = 🔎
search-count = { $count ->
    [one] { $count } место
    [few] { $count } места
   *[many] { $count } мест
 }
search-none = Ничего не нашлось. Попробуйте меньше слов или начало слова.
search-meant = По словам «{ $words }» ничего нет, показываю похожее.
`;
