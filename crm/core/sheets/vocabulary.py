"""Words that tell what a row of a list is: its header, its sum, a note below it; in the languages of our users."""
# ruff: noqa: RUF001 - letters of many alphabets stand here on purpose

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOT_WORDS: Final = re.compile(r"[^\w]+|_+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_WORDS: Final = 7
_LONGEST: Final = 70

# What columns are called, word by word.
_NAMES: Final = """
name names surname forename firstname lastname fullname first last middle given family person individual individuals
signatory signatories signer signed signature signatures organisation organisations organization organizations org
orgs company employer institution institutions affiliation ngo ngos agency entity association member members partner
partners network networks group sector category categories type types kind status role roles title position function
occupation profession job email emails mail e-mail phone phones telephone tel mobile cell fax whatsapp country
countries nation nationality region regions city cities town place location province state district address addresses
street postcode zip code codes postal language languages website web url homepage site link acronym abbreviation alias
parent headquarters contact contacts founded established since date dates day year years month time timestamp birth
age gender sex tags tag keywords notes note comments comment remarks message description details number numbers id ids
identifier uuid ref reference nr no row rank amount total budget price quantity count value score unit source column
text choice consent display external native local original preferred representative focal registered registration
created updated modified staff department office area theme language iso lat lon latitude longitude answer question
yes label key val
nombre nombres apellido apellidos persona firmante firmantes firma organizacion organizaciones entidad institucion
asociacion empresa cargo puesto funcion ocupacion profesion correo electronico telefono movil celular pais paises
ciudad localidad direccion codigo idioma idiomas lengua pagina sitio sigla siglas acronimo fecha ano mes edad genero
sexo etiquetas notas observaciones comentarios numero tipo categoria estado provincia red redes miembro miembros socio
titulo contacto representante enlace monto cantidad clave
nom noms prenom prenoms personne signataire signataires organisme structure societe entreprise fonction poste metier
courriel courriels adresse adresses electronique telephone portable pays ville commune code postal langue langues
internet siege sigle acronyme date annee mois jour age genre sexe mots cles remarques commentaires observations numero
identifiant type categorie statut reseau reseaux membre membres partenaire titre lien montant quantite secteur
nome nomes sobrenome apelido pessoa assinante signatario assinatura organizacao organizacoes instituicao entidade
associacao funcao ocupacao profissao telefone telemovel celular endereco cidade pais lingua linguas idioma data ano
observacoes comentarios codigo rede membro parceiro setor valor
vorname nachname familienname unterzeichner unterzeichnerin organisationsname verein firma institution funktion beruf
telefon handy land stadt ort strasse anschrift plz postleitzahl sprache sprachen webseite kurzname abkurzung datum
jahr alter geschlecht bemerkungen bemerkung anmerkungen nummer art kategorie mitglied mitglieder netzwerk titel
ansprechpartner ansprechpartnerin betrag menge
cognome persona firmatario organizzazione ente associazione ruolo professione posizione citta paese indirizzo lingua
sito numero note data anno eta sesso contatto categoria membro rete cap
naam voornaam achternaam organisatie land stad adres taal opmerkingen datum nummer functie telefoon
navn etternavn fornavn organisasjon by sprog nazwa nazwisko imie organizacja kraj miasto adres jezyk data uwagi numer
ad adi soyadi soyad isim kurum kurulus ulke sehir telefon eposta tarih
имя фамилия отчество фио ф и о организация организации учреждение название наименование полное должность профессия
почта эл электронная телефон страна страны город адрес язык языки сайт дата год примечание примечания номер п тип вид
категория статус регион область подпись контакт контакты лицо контактное участник член сумма количество комментарий
назва організація країна місто мова посада пошта
الاسم اسم الكامل الأول العائلة اللقب المنظمة منظمة المؤسسة الجهة الجمعية الوظيفة المنصب الصفة البريد الإلكتروني الهاتف
رقم الجوال البلد الدولة المدينة العنوان اللغة الموقع التاريخ تاريخ التوقيع ملاحظات النوع نوع الفئة الرقم العدد
نام کشور شهر ایمیل تلفن سازمان
姓名 名称 名前 氏名 名字 姓 名 组织 組織 机构 機構 单位
團體 団体 団体名 組織名称 组织名称 公司 职位 职务 職位 役職 电子邮件 電子郵件 邮箱 邮件
 メール メールアドレス 电话 電話 電話番号 手机
国家 國家 国 国名 国籍 地区 地區 城市 都市 市 地址
住所 语言 語言 言語 网站 網站 网址 ウェブサイト
 日期 日付 备注 備考 备注说明 编号 編號 番号 序号 序號 类型 類型 类别 种類 性别 年龄 联系人 联系方式
이름 성명 기관 기관명 단체 단체명 조직 직책 직위 이메일 전화 전화번호 휴대폰 국가 나라 도시 주소 언어
웹사이트 날짜 비고 번호 구분
ชื่อ นามสกุล องค์กร ประเทศ เมือง อีเมล โทรศัพท์ ที่อยู่ ภาษา ตำแหน่ง วันที่ หมายเหตุ ลำดับ
όνομα επώνυμο οργάνωση χώρα πόλη τηλέφωνο διεύθυνση γλώσσα ημερομηνία
שם משפחה פרטי ארגון מדינה עיר טלפון דואר כתובת שפה תאריך הערות תפקיד
"""
# Small words between them.
_BETWEEN: Final = """
of the a an and or for in on at by to as your our is if any other only please s d l de la le les des du et ou en au aux
y o el los las del para por su da do das dos e em und oder der die das von im am i di dei della il in per con
van het en og af av w z ve veya и или в на по с из до о об ул п/п № # n / - 1 2 3 4 5 6 7 8 9
"""
# Row sums begin with these.
_SUMS: Final = """
total totals totales totaux totale totali totais subtotal subtotals sum sums summe gesamt gesamtsumme gesamtzahl
zwischensumme insgesamt suma somme montant soma somma overall итого всего сумма итог razem ogolem lacznie celkem spolu
osszesen toplam genel yekun ukupno skupaj сума усього разом общо totaal summa yhteensa
المجموع الإجمالي مجموع إجمالي المجموع合 合计 合計 总计 總計 总数 小计 小計 共计 総計 합계 총계 소계 รวม σύνολο סהכ 총합
"""
# Notes below a table begin with these.
_NOTES: Final = """
note notes nota notas source sources fuente fuentes fonte fontes quelle quellen remarque remarques remark remarks
bemerkung anmerkung anmerkungen hinweis observacion observaciones observacoes prepared compiled generated printed
exported downloaded created updated last actualizado actualise mise preparado elaborado prepare etabli fait hecho
signed signature firma firmado signe unterschrift approved aprobado approuve checked reviewed date fecha datum page
pagina seite end fin ende fine legend leyenda legende disclaimer confidential confidentiel confidencial copyright
contact kontakt contacto please for примечание примечания источник источники подпись составил утверждаю дата
ملاحظة ملاحظات المصدر التوقيع 注 备注 備考 来源 來源 签名 签字 출처 주
"""
_FOOTNOTE: Final = re.compile(
    r"\s*(?:[*†‡§¹²³⁴⁵⁶※]|\(\s*[*\d]{1,2}\s*\)\s*\S|\[\s*\d{1,2}\s*\]\s*\S|--+\s*\S*$|\*+|_{3,}"
    r"|(?:page|p[aá]gina|seite|стр)\W{0,3}\d+(?:\s*(?:/|of|de|von|sur|di|из)\s*\d+)?\s*$)",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Give a text in small letters without accents and signs, its words parted by single spaces."""
    parted = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text).casefold())
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(_NOT_WORDS.sub(" ", bare).split())


def _table(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split())


_NAME_WORDS: Final = _table(_NAMES)
_BETWEEN_WORDS: Final = _table(_BETWEEN)
_SUM_WORDS: Final = _table(_SUMS)
_NOTE_WORDS: Final = _table(_NOTES)
_GRAND: Final = frozenset({"grand", "general", "le", "la", "el", "il", "o", "in", "the", "gran"})


@lru_cache(maxsize=4096)
def name_likeness(cell: str) -> float:
    """Say how much a cell reads like the name of a column: 1 if all of its words do, less if some do, 0 if none."""
    if len(cell) > _LONGEST:
        return 0.0
    words = plain(cell).split()
    if not words or len(words) > _MOST_WORDS:
        return 0.0
    known = sum(word in _NAME_WORDS for word in words)
    others = sum(word not in _NAME_WORDS and word not in _BETWEEN_WORDS for word in words)
    return known / (known + others) if known else 0.0


def begins_a_sum(cell: str) -> bool:
    """Say whether a cell begins like the label of a row of sums."""
    words = plain(cell).split()
    if words and words[0] in _GRAND:
        words = words[1:]
    return bool(words) and words[0] in _SUM_WORDS


def is_only_a_sum(cell: str) -> bool:
    """Say whether a cell is the label of a row of sums and nothing else: "Total", "Total members: 25"."""
    words = plain(cell).split()
    rest = [word for word in words if word not in _SUM_WORDS and word not in _GRAND and not word.isdecimal()]
    return begins_a_sum(cell) and all(word in _NAME_WORDS or word in _BETWEEN_WORDS for word in rest)


def begins_a_note(cell: str) -> bool:
    """Say whether a cell begins like a footnote, a source, a signature."""
    if _FOOTNOTE.match(cell):
        return True
    first, colon, _rest = cell.strip().partition(":")
    words = plain(first).split()
    return bool(words) and words[0] in _NOTE_WORDS and (bool(colon) or len(plain(cell).split()) > len(words[:1]) + 2)
