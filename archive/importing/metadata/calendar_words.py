"""The names of months and weekdays as papers print them: in Latin letters, Cyrillic, Arabic, Chinese and Japanese."""

# fmt: off
# A line a month: English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Finnish, Polish, Czech,
# Hungarian, Turkish, Indonesian, Russian, Ukrainian, Arabic.
_MONTH_NAMES = (
    "january jan januar jänner jän janvier janv enero gennaio janeiro januari tammikuu tammikuuta stycznia "
    "styczeń ledna január ocak января январь янв січня січень يناير",
    "february feb februar feber février févr febrero febbraio fevereiro februari helmikuu helmikuuta lutego luty "
    "února únor február febr şubat февраля февраль фев лютого лютий فبراير شباط",
    "march mar märz mär mrz mars marzo março maart mrt marts maaliskuu maaliskuuta marzec března březen március "
    "márc maret марта март мар березня березень مارس آذار",
    "april apr avril avr abril aprile huhtikuu huhtikuuta kwietnia kwiecień duben április ápr nisan апреля апрель "
    "апр квітня квітень أبريل ابريل نيسان",
    "may mai mayo maggio maio mei maj toukokuu toukokuuta maja května květen május máj mayıs мая май травня "
    "травень مايو أيار",
    "june jun juni juin junio giugno junho kesäkuu kesäkuuta czerwca czerwiec června červen június jún haziran "
    "июня июнь июн червня червень يونيو حزيران",
    "july jul juli juillet juil julio luglio julho heinäkuu heinäkuuta lipca lipiec července červenec július júl "
    "temmuz июля июль июл липня липень يوليو تموز",
    "august aug août aout agosto augustus augusti elokuu elokuuta sierpnia sierpień srpna srpen augusztus ağustos "
    "agustos августа август авг серпня серпень أغسطس آب",
    "september sept sep septembre septiembre setiembre settembre setembro syyskuu syyskuuta września wrzesień "
    "září szeptember szept eylül сентября сентябрь сент сен вересня вересень سبتمبر أيلول",
    "october oct oktober okt octobre octubre ottobre outubro lokakuu lokakuuta października październik října "
    "říjen október ekim октября октябрь окт жовтня жовтень أكتوبر",
    "november nov novembre noviembre novembro marraskuu marraskuuta listopada listopad listopadu kasım ноября "
    "ноябрь нояб ноя листопада листопад نوفمبر",
    "december dec dezember dez décembre déc diciembre dicembre dezembro joulukuu joulukuuta grudnia grudzień "
    "prosince prosinec aralık desember декабря декабрь дек грудня грудень ديسمبر",
)
# Short forms that are words of other languages as well: they name a month beside a year only.
_SHORT_MONTHS = (
    "ene gen sty led leden oca",
    "fev lut úno şub",
    "mart marca bře",
    "abr kwi dub dubna nis",
    "mag kvě",
    "giu cze čvn haz",
    "lug lip čvc tem",
    "ago sie srp ağu agu",
    "set wrz eyl",
    "out ott paź říj eki",
    "lis kas",
    "dic gru pro ara des",
)
# A line a weekday, Monday first, in the same order of languages.
_WEEKDAY_NAMES = (
    "monday mon montag lundi lunes lunedì maandag måndag mandag maanantai maanantaina poniedziałek pondělí hétfő "
    "pazartesi senin segunda понедельник понеділок الاثنين 月曜日 星期一",
    "tuesday tue tues dienstag mardi martes martedì dinsdag tisdag tirsdag tiistai tiistaina wtorek úterý kedd "
    "salı selasa terça вторник вівторок الثلاثاء 火曜日 星期二",
    "wednesday wed mittwoch mercredi miércoles mercoledì woensdag onsdag keskiviikko keskiviikkona środa středa "
    "szerda çarşamba rabu quarta среда середа الأربعاء 水曜日 星期三",
    "thursday thu thur thurs donnerstag jeudi jueves giovedì donderdag torsdag torstai torstaina czwartek čtvrtek "
    "csütörtök perşembe kamis quinta четверг четвер الخميس 木曜日 星期四",
    "friday fri freitag vendredi viernes venerdì vrijdag fredag perjantai perjantaina piątek pátek péntek cuma "
    "jumat sexta пятница пятницу п'ятниця الجمعة 金曜日 星期五",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag lördag lørdag lauantai lauantaina sobota "
    "szombat cumartesi sabtu суббота субботу субота السبت 土曜日 星期六",
    "sunday sun sonntag dimanche domingo domenica zondag söndag søndag sunnuntai sunnuntaina niedziela neděle "
    "vasárnap pazar minggu воскресенье неділя الأحد 日曜日 星期日",
)
# fmt: on
_SHORT_WEEKDAYS = "mo di mi do fr sa so feira lun mer jeu ven sam dim ma wo vr za zo"


def fold_name(name: str) -> str:
    """The name in small letters; the Turkish letters for I are one with it, as they are to a pattern."""
    return name.casefold().replace("\u0307", "").replace("ı", "i")


def _numbered(lines: tuple[str, ...], start: int) -> dict[str, int]:
    return {fold_name(name): number for number, names in enumerate(lines, start) for name in names.split()}


# Month names that stand for themselves, and those that need a year beside them; January is 1.
MONTHS = _numbered(_MONTH_NAMES, 1)
SHORT_MONTHS = {name: number for name, number in _numbered(_SHORT_MONTHS, 1).items() if name not in MONTHS}
# Monday is 0.
WEEKDAYS = _numbered(_WEEKDAY_NAMES, 0)
# All that may stand for a weekday in a line that holds a date and nothing else.
WEEKDAY_WORDS = frozenset({*WEEKDAYS, *_SHORT_WEEKDAYS.split()})

# Where a date in numbers has the day first. English is left out: its papers differ.
_DAY_FIRST = "de fr es it pt nl pl ru uk be sv no nb nn da fi cs sk tr id ms ro bg el hr sr bs sl et lv ca gl ar he vi"
DAY_FIRST_LANGUAGES = frozenset(_DAY_FIRST.split())
# The regions of English, by the tag of a language and by the end of a host's name.
_DAY_FIRST_REGIONS = "gb uk ie au nz in za sg my hk pk ng ke gh mt jm tt"
DAY_FIRST_REGIONS = frozenset(_DAY_FIRST_REGIONS.split())
MONTH_FIRST_REGIONS = frozenset(("us", "gov", "mil"))
