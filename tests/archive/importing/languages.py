"""Articles of our own in seventeen languages, for the tests of encodings and repairs."""

ENGLISH = (
    "The mayor said on Monday – for the third time – that the “harbour question” wasn’t settled; the "
    "café on Quay Street will stay shut until £40,000 has been found."
)
FRENCH = (
    "Le préfet a confirmé mercredi que l’hôtel de ville de Brévannes restera fermé jusqu’à l’été : « "
    "Nous n’avons pas le choix », a-t-il déclaré, précisant que la façade menace de s’effondrer."
)
GERMAN = (
    "Der Bürgermeister von Köhlershagen erklärte am Dienstag, die Brücke über die Föhre müsse bis März "
    "gesperrt bleiben. „Größere Schäden“ seien nicht auszuschließen, hieß es."
)
SPANISH = (
    "El alcalde de Peñarroya anunció el martes que la reconstrucción del puente costará más de lo "
    "previsto; «mañana», según él, empezarán las obras en la estación."
)
POLISH = (
    "Burmistrz Żółtowa powiedział we wtorek, że most na rzece Łęg pozostanie zamknięty do świąt. "
    "Mieszkańcy są oburzeni, gdyż objazd zajmuje im ponad godzinę."
)
CZECH = (
    "Starosta Žďárku řekl v úterý, že most přes říčku Šárku zůstane uzavřen až do května. Oprava bude "
    "podle něj stát několik miliónů korun a začne příští týden."
)
HUNGARIAN = (
    "A polgármester kedden közölte, hogy a Sőregi híd őszig zárva marad. „Nincs más választásunk” – "
    "mondta, hozzátéve, hogy a felújítás költsége jóval több a vártnál."
)
RUSSIAN = (
    "Мэр Светлогавани заявил во вторник, что мост через Лодью останется закрытым до весны. «Другого "
    "выхода у нас нет», — сказал он журналистам у здания порта."
)
UKRAINIAN = (
    "Міський голова Світлогавані повідомив у вівторок, що міст через Лодію залишиться закритим до весни. "
    "«Іншого виходу в нас немає», — сказав він журналістам біля порту."
)
GREEK = (
    "Ο δήμαρχος της Καλλιθέας δήλωσε την Τρίτη ότι η γέφυρα θα παραμείνει κλειστή έως την άνοιξη. Οι "
    "κάτοικοι διαμαρτύρονται για την καθυστέρηση των έργων."
)
TURKISH = (
    "Belediye başkanı salı günü yaptığı açıklamada, köprünün bahara kadar kapalı kalacağını söyledi. "
    "Şehir sakinleri gecikmeden şikâyetçi; yağışlı günlerde ulaşım güçleşiyor."
)
JAPANESE = (
    "港町の市長は火曜日、橋は来年の春まで通行止めのままになると述べた。「ほかに方法はない」と市"
    "長は記者団に語った。修理には三億円以上かか"
    "る見通しだ。"
)
CHINESE = (
    "市长周二表示，这座大桥将继续关闭至明年春天。他对记者说：“我们没有别的办法。”维"
    "修费用预计将超过三千万元，居民们对工程延误表示不满。"
)
TAIWANESE = (
    "市長週二表示，這座大橋將繼續關閉至明年春天。他對記者說：「我們沒有別的辦法。」維"
    "修費用預計將超過三千萬元，居民們對工程延誤表示不滿。"
)
KOREAN = (
    "시장은 화요일 다리가 내년 봄까지 폐쇄될 것이라고 밝혔다. 그는 기자들에게 다른 "
    "방법이 없다고 말했다. 수리 비용은 "
    "삼십억 원이 넘을 것으로 보인다."
)
LITHUANIAN = (
    "Miesto meras antradienį pareiškė, kad tiltas liks uždarytas iki pavasario. Gyventojai skundžiasi "
    "vėlavimu, nes apvažiavimas užtrunka ilgiau nei valandą."
)
SWEDISH = (
    "Borgmästaren sade på tisdagen att bron över Åsån förblir stängd till våren. Invånarna är upprörda "
    "över förseningen, för omvägen tar över en timme."
)

LANGUAGES = {
    "english": ENGLISH,
    "french": FRENCH,
    "german": GERMAN,
    "spanish": SPANISH,
    "polish": POLISH,
    "czech": CZECH,
    "hungarian": HUNGARIAN,
    "russian": RUSSIAN,
    "ukrainian": UKRAINIAN,
    "greek": GREEK,
    "turkish": TURKISH,
    "japanese": JAPANESE,
    "chinese": CHINESE,
    "taiwanese": TAIWANESE,
    "korean": KOREAN,
    "lithuanian": LITHUANIAN,
    "swedish": SWEDISH,
}
