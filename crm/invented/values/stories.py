"""What is said and promised in the invented coalition: words of interactions, follow-ups, notes, tags, tasks."""

from dataclasses import dataclass

from crm.coalition.values import Region
from crm.outreach.values import Direction, Outcome
from crm.outreach.values import InteractionKind as Kind
from crm.tasks.values import Priority, TaskState
from crm.volunteers.values import VolunteerStatus

COALITION = "Treaty Secretariat"
CAMPAIGN = "Treaty 2027"
MAIN_ASK = "Sign the joint statement for a treaty on crimes against humanity, and ask your government to speak for it."
TREATY = ("treaty", "Joint statement for a treaty on crimes against humanity")
LETTER = ("open-letter-2024", "Open letter 2024")
TREATY_TEXT = (
    "We, organisations and individuals of all regions, call on all states to take part in good faith in the "
    "negotiations of a treaty on the prevention and punishment of crimes against humanity, to let survivors be heard, "
    "and to conclude it without delay."
)
LETTER_TEXT = "We ask the Sixth Committee to open negotiations on the draft articles, and we offer our help."

TEAMS = ("Africa desk", "Asia-Pacific desk")
#: Which desk keeps the contacts that only a team may see.
DESK_OF = {Region.AFRICA: 0, Region.ASIA_PACIFIC: 1}

TAGS = (
    "Survivors",
    "Documentation",
    "Speaks at events",
    "Arabic media",
    "Legal research",
    "Youth",
    "Women’s rights",
    "Press contact",
    "Hosts meetings",
    "Translates",
    "UN accredited",
    "Donor",
    "Radio",
    "Universities",
)

ROLES = (
    "Director",
    "Legal lead",
    "Communications",
    "Programme officer",
    "President of the board",
    "Advocacy coordinator",
    "Secretary general",
    "Researcher",
)
OWN_ROLES = {
    "es": ("Directora", "Coordinador de incidencia", "Comunicación"),
    "pt": ("Diretora", "Assessora jurídica", "Comunicação"),
    "fr": ("Directrice", "Responsable du plaidoyer", "Communication"),
    "de": ("Geschäftsführerin", "Referent für Völkerrecht", "Öffentlichkeitsarbeit"),
    "ar": ("المديرة", "مستشار قانوني", "مسؤولة الإعلام"),
    "ru": ("Директор", "Юрист", "Пресс-секретарь"),
    "ja": ("代表", "法務担当", "広報"),
}
EMPLOYERS = (
    "City Hospital",
    "Regional Court of Appeal",
    "Lyceum No. 4",
    "Independent journalist",
    "Bar Association",
    "Municipal Library",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One contact as it is logged: how, by whom, with what result, and the words."""

    kind: Kind
    text: str
    outcome: Outcome | None = None
    direction: Direction = Direction.OUT
    minutes: int | None = None


#: Before anything was asked.
FIRST = (
    Said(Kind.MAIL, "Introduced the campaign and sent the two-page summary."),
    Said(Kind.CALL, "Short call. They know the draft articles and want to read our text.", Outcome.REACHED, minutes=8),
    Said(Kind.EVENT, "Met at the side event; took a flyer and left a card.", Outcome.REACHED),
    Said(Kind.CALL, "Nobody picked up. The office is open from Tuesday to Thursday.", Outcome.NO_ANSWER),
    Said(Kind.MESSAGE, "Asked who decides about signing joint texts.", Outcome.REACHED),
    Said(Kind.LETTER, "Sent the printed statement with the reply form to the board."),
)
#: While it is talked about.
TALK = (
    Said(
        Kind.MEETING,
        "Went through the text together. Questions about article 7 and reservations.",
        Outcome.INTERESTED,
        minutes=45,
    ),
    Said(
        Kind.CALL, "Want to consult their members first and come back within two weeks.", Outcome.INTERESTED, minutes=15
    ),
    Said(Kind.MAIL, "Sent the comparison with the Rome Statute that they had asked for."),
    Said(Kind.CALL, "Asked for the text in their own language before the board meets.", Outcome.INTERESTED, minutes=12),
    Said(Kind.NOTE, "Their lawyer worries about the word “enforcement”; bring the explanatory note to the next call."),
    Said(Kind.MEETING, "Video call with the whole team, a lot of good will.", Outcome.INTERESTED, minutes=60),
    Said(Kind.MAIL, "Reminder with the deadline and the short version of the text.", Outcome.NO_ANSWER),
)
#: The promise.
PROMISE = (
    Said(
        Kind.CALL,
        "She signs for them, but the board must see the final text first. Wants the logo on the public list.",
        Outcome.PROMISED,
        minutes=12,
    ),
    Said(
        Kind.MEETING,
        "They will sign after the general assembly and talk to their foreign ministry.",
        Outcome.PROMISED,
        minutes=40,
    ),
    Said(Kind.CALL, "Yes. The form comes back next week.", Outcome.PROMISED, minutes=6),
    Said(Kind.MESSAGE, "“Count us in.” Needs the form as a file to print.", Outcome.PROMISED),
)
REFUSAL = (
    Said(
        Kind.CALL,
        "They do not sign joint texts this year; ask again after their elections.",
        Outcome.DECLINED,
        minutes=9,
    ),
    Said(Kind.MAIL, "Their statutes forbid it. Friendly, and they share our posts.", Outcome.DECLINED, Direction.IN),
)
#: Once the name is under it.
AFTER = (
    Said(Kind.MAIL, "Thanked them for signing and sent the share picture.", Outcome.DONE),
    Said(Kind.CALL, "Will ask three partner organisations to sign too.", Outcome.REACHED, minutes=10),
    Said(
        Kind.MEETING,
        "Prepared the meeting with their foreign ministry; two survivors will speak.",
        Outcome.DONE,
        minutes=50,
    ),
    Said(Kind.EVENT, "They hosted an evening about the treaty, 60 guests.", Outcome.DONE),
    Said(Kind.MAIL, "Sent the news of the session and the list of states that spoke."),
    Said(Kind.NOTE, "New address of the office, see the signature of the last mail."),
    Said(
        Kind.MESSAGE,
        "Sent photos of the event; permission to use them was given in writing.",
        Outcome.DONE,
        Direction.IN,
    ),
    Said(Kind.CALL, "Their director changes in spring; the new one is already in copy.", Outcome.REACHED, minutes=14),
)
#: Answers as they come in, by tongue.
ANSWERS = {
    "en": ("Thank you for the draft. We discuss it at our next board meeting and come back to you.",),
    "fr": (
        "Merci pour le projet de texte. Nous en discutons au prochain conseil d’administration.",
        "Pourriez-vous nous envoyer la version française avant vendredi ?",
    ),
    "es": (
        "Gracias por el borrador. Lo conversamos en la asamblea del jueves y les respondemos.",
        "¿Podemos firmar como red, o firma cada organización por separado?",
    ),
    "pt": ("Obrigada pelo texto. A direção reúne-se na próxima semana e depois respondemos.",),
    "de": ("Danke für den Entwurf. Der Vorstand berät am Montag darüber.",),
    "nb": ("Takk for utkastet. Vi tar det opp på styremøtet neste uke.",),
    "sv": ("Tack för utkastet. Vi återkommer efter styrelsemötet.",),
    "ar": (
        "شكراً على المسودة. سنناقشها في اجتماع مجلس الإدارة ونعود إليكم بالتوقيع.",
        "هل يمكن أن ترسلوا النص بالعربية قبل نهاية الأسبوع؟",
    ),
    "fa": ("از متن پیشنهادی سپاسگزاریم. در جلسه هیئت مدیره بررسی می‌کنیم.",),
    "ru": ("Спасибо за проект. Обсудим на правлении и ответим до пятницы.",),
    "uk": ("Дякуємо за проєкт. Обговоримо на раді й відповімо наступного тижня.",),
    "ky": ("Долбоор үчүн рахмат. Кеңешмеде талкуулап, жооп беребиз.",),
    "he": ("תודה על הטיוטה. נדון בה בישיבת הוועד ונחזור אליכם.",),
    "hi": ("मसौदे के लिए धन्यवाद। हम बोर्ड की बैठक में इस पर चर्चा करेंगे।",),
    "bn": ("খসড়ার জন্য ধন্যবাদ। আমরা বোর্ডের সভায় আলোচনা করে জানাব।",),
    "km": ("សូមអរគុណចំពោះសេចក្តីព្រាង។ យើងនឹងពិភាក្សានៅក្នុងកិច្ចប្រជុំ។",),
    "ko": ("초안을 보내 주셔서 감사합니다. 이사회에서 논의한 뒤 답변드리겠습니다.",),
    "ja": ("草案をありがとうございます。理事会で検討のうえ、ご連絡いたします。",),
    "zh": ("感谢发来草案，我们将在理事会上讨论后答复。",),
    "am": ("ለረቂቁ እናመሰግናለን። በቦርድ ስብሰባ ላይ ተወያይተን እንመልሳለን።",),
    "ka": ("გმადლობთ პროექტისთვის. გამგეობის სხდომაზე განვიხილავთ.",),
    "el": ("Ευχαριστούμε για το σχέδιο. Θα το συζητήσουμε στο συμβούλιο.",),
    "tr": ("Taslak için teşekkürler. Yönetim kurulunda görüşüp size döneceğiz.",),
    "sw": ("Asante kwa rasimu. Tutaijadili kwenye kikao cha bodi.",),
    "pl": ("Dziękujemy za projekt. Omówimy go na zarządzie.",),
    "id": ("Terima kasih atas rancangannya. Kami bahas dalam rapat pengurus.",),
}
NOTES = (
    "Prefers calls in the morning, before the clinic opens.",
    "Works with survivors: never name individuals in mails.",
    "Old partner from the open letter; the new director does not know us yet.",
    "Send printed matter to the post box, not to the office.",
    "Two umbrella networks ask them at the same time: talk to Farid before writing.",
)
OWN_NOTES = {
    "es": ("Prefieren mensajes de voz; no abren archivos adjuntos grandes.",),
    "fr": ("Préfère être appelée l’après-midi, heure de Dakar.",),
    "pt": ("Só assinam depois da assembleia geral de março.",),
    "ar": ("يفضّلون التواصل بالعربية، والردّ يصل عادة مساءً.",),
    "ru": ("Просят писать на защищённый адрес.",),
    "de": ("Erreichbar dienstags und donnerstags.",),
    "ja": ("連絡は日本語で。時差に注意。",),
}

#: Open promises as (kind, words); the first ones are due first.
PROMISES = (
    (Kind.MAIL, "Ask to renew"),
    (Kind.CALL, "Call about the signature form"),
    (Kind.MAIL, "Send meeting notes"),
    (Kind.MAIL, "Send the draft text"),
    (Kind.MEETING, "Meet the board"),
    (Kind.CALL, "Confirm the logo"),
    (Kind.MAIL, "Ask a second time"),
    (Kind.MAIL, "Ask a second time, with the short version"),
    (Kind.MAIL, "Thank for signing"),
    (Kind.CALL, "Ask who speaks at the side event"),
    (Kind.MAIL, "Send the French text"),
    (Kind.MAIL, "Ask for the logo as a vector file"),
    (Kind.MESSAGE, "Agree on a day for the video"),
    (Kind.CALL, "Ask about the visit to the ministry"),
    (Kind.LETTER, "Send the invitation for the visa"),
    (Kind.MAIL, "Introduce to the regional network"),
)
#: When Mirela's own nine are due, in days from today; the others' promises are spread over the weeks around it.
MINE_DUE = (-4, -2, -1, 0, 0, 1, 2, 2, 3)
OTHERS_DUE = (-9, -3, -1, 0, 0, 1, 2, 3, 4, 6, 8, 12, 15, 20, 30)

SKILLS = (
    "Translation",
    "Proofreading",
    "Interpreting",
    "Law",
    "Research",
    "Web",
    "Design",
    "Video",
    "Writing",
    "Phone",
    "Event",
    "Speaking",
    "Data",
    "Accessibility",
)
VOLUNTEER_NOTES = (
    "Two evenings a week, not on Fridays.",
    "Has a hall for 80 people.",
    "Certified translator; wants a second reader.",
    "Student until June, then more time.",
    "Fast with subtitles, slow with mail: call.",
)
#: How many of the volunteers stand where.
STANDING = (
    (VolunteerStatus.ACTIVE, 71),
    (VolunteerStatus.PAUSED, 8),
    (VolunteerStatus.APPLIED, 7),
    (VolunteerStatus.SCREENING, 3),
    (VolunteerStatus.LEFT, 3),
)


@dataclass(frozen=True, slots=True)
class Work:
    """A task of the secretariat: what it needs, and how far it is."""

    title: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    places: int
    taken: int
    state: TaskState
    #: Days from today.
    due: int
    priority: Priority = Priority.NORMAL
    description: str = ""


def _work(state: TaskState, table: str) -> list[Work]:
    return [_task(state, line) for line in table.strip().splitlines()]


def _task(state: TaskState, line: str) -> Work:
    title, skills, languages, places, due, mark, description = (part.strip() for part in f"{line} |".split("|")[:7])
    taken, _slash, all_places = places.partition("/")
    priority = {"high": Priority.HIGH, "low": Priority.LOW}.get(mark, Priority.NORMAL)
    return Work(
        title, tuple(skills.split(",")), tuple(filter(None, languages.split(","))), int(all_places), int(taken), state,
        int(due), priority, description,
    )  # fmt: skip


WORKS = (
    *_work(
        TaskState.NEEDS_PEOPLE,
        """
        Translate the statement to Arabic | Translation | ar,en | 2/4 | 1 | high | Six pages; the glossary is in the folder.
        National laws, Central Asia | Law,Research | ru | 1/2 | 127 | | One page a country: what the penal code says now.
        Check 40 organisation websites | Web,Proofreading | | 1/3 | 3 | | Is the address right, is the contact still there?
        Interpret at the Almaty meeting | Interpreting | ru,kk | 0/1 | 14 | high | Half a day, travel is paid.
        Host the evening in Tromsø | Event | nb | 1/2 | 18 | | Hall, posters, a welcome in Norwegian.
        Radio talk, Pacific islands | Speaking | en,to | 0/1 | 17 | | Twenty minutes by phone; we prepare you.
        Letter to 30 university clinics | Writing | es | 1/4 | 57 | low | One letter, thirty good openings.
        """,
    ),
    *_work(
        TaskState.IN_PROGRESS,
        """
        Subtitle the testimony film | Video,Translation | es,cs | 2/2 | 6 | | Eighteen minutes, two languages.
        Brief for the Asia-Pacific group | Writing,Law | en | 3/3 | 9 | high | Two pages before the group meets.
        Accessible sign form review | Web,Accessibility | | 1/1 | 8 | | With a screen reader and by keyboard.
        Call the 38 that pledged | Phone | fr,en | 4/5 | 24 | high | The list is the saved view Pledged, not signed.
        Swahili page and audio | Translation,Speaking | sw | 2/2 | 15 | | Text first, then read it aloud.
        Map of national contact points | Data | | 2/2 | 21 | | From the ministry lists, with sources.
        Poster for the youth day | Design | en | 1/1 | 12 | |
        Newsletter in French | Translation,Proofreading | fr | 2/2 | 5 | |
        Portrait series of signatories | Writing,Design | es,pt | 2/3 | 33 | low | Ten short portraits with pictures.
        Summaries of the state positions | Research,Law | en,fr | 3/4 | 40 | | From the records of the first session.
        """,
    ),
    *_work(
        TaskState.TO_CHECK,
        """
        Proofread the French booklet | Proofreading | fr | 1/1 | 7 | | The file was delivered yesterday.
        Portuguese web page | Translation | pt | 2/2 | -4 | | A second reader is missing.
        Photo permissions, 3 events | Proofreading,Event | en | 1/1 | 10 | |
        List of ministries, Latin America | Data,Research | es | 2/2 | 2 | |
        """,
    ),
    *_work(
        TaskState.DONE,
        """
        Translate the statement to Spanish | Translation | es | 2/2 | -120 | |
        Translate the statement to Russian | Translation | ru | 2/2 | -110 | |
        Translate the statement to Khmer | Translation | km | 1/1 | -96 | |
        Glossary of the draft articles | Law,Translation | en,fr | 3/3 | -150 | |
        Timeline of the negotiations | Research | en | 1/1 | -140 | |
        Stand at the first session | Event,Speaking | en | 4/4 | -84 | high |
        Interpret the survivors’ hearing | Interpreting | fr,rw | 2/2 | -82 | high |
        Record the choir of Gwangju | Video | ko | 1/1 | -70 | |
        Clean the list of the open letter | Data | | 3/3 | -200 | |
        Write to 60 bar associations | Writing,Phone | en,es | 3/3 | -60 | |
        Picture for sharing, 12 languages | Design | | 2/2 | -55 | |
        Questions and answers for members | Writing,Law | en | 2/2 | -48 | |
        Phone tree for the Andes | Phone | es,qu | 3/3 | -30 | |
        Bengali subtitles | Video,Translation | bn | 1/1 | -26 | |
        Fact sheet on enforced disappearance | Research,Law | es,en | 2/2 | -20 | |
        Hall for the Lagos evening | Event | en | 1/1 | -14 | |
        Test the sign page on old phones | Web,Accessibility | | 2/2 | -9 | |
        """,
    ),
    *_work(
        TaskState.CANCELLED,
        """
        Bus to the autumn conference | Event | de | 0/2 | -40 | low | The conference went online.
        Print run of the booklet | Design | fr | 1/1 | -15 | low | Replaced by the PDF.
        """,
    ),
)
HOURS_NOTES = ("First half", "Second reading", "Call with Farid", "Corrections", None, None)


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that stands in every invented coalition, with its main contact."""

    name: str
    native: str
    country: str
    city: str
    stage: str
    person: str
    person_latin: str
    founded: int


def _known(line: str) -> Known:
    name, native, country, city, stage, person, latin, founded = (part.strip() for part in line.split("|"))
    return Known(name, native, country, city, stage, person, latin, int(founded))


_KNOWN = """
    Acácia Rights Observatory | | AO | Luanda | signed | Domingas Kiala | | 2004
    Ala-Too Jurists’ Circle | Ала-Тоо юристтер чөйрөсү | KG | Bishkek | in_conversation | Айгүл Сатыбалдиева | Aigul Satybaldieva | 2011
    Baltic Jurists’ Circle | | EE | Tallinn | signed | Liis Rannamäe | | 1996
    Baobab Legal Aid Network | | KE | Nairobi | signed | Wanjirũ Mbatia | | 2001
    Cedar Justice Centre | مركز الأرز للعدالة | LB | Beirut | pledged | جورج نعمة | Georges Nehme | 2009
    Colectiva Jacarandá | | PY | Asunción | signed | Noelia Benítez | | 2015
    Coral Sea Women’s Network | | PG | Port Moresby | invited | Grace Kaupa | | 2007
    Foro Ciudadano Almenara | | ES | Valencia | signed | Inés Valcárcel | | 1998
    Great Lakes Law Clinic | | CA | Toronto | in_conversation | Priya Sandhu | | 2013
    Hanbit Justice Archive | 한빛정의기록원 | KR | Gwangju | signed | 서유진 | Seo Yu-jin | 2003
    Instituto Ipê de Direitos | | BR | Recife | signed | Caetana Moura | | 1994
    Kigali Oral Archives Trust | | RW | Kigali | pledged | Espérance Mukamana | | 2006
    Mekong Survivors’ Forum | វេទិកាមេគង្គ | KH | Phnom Penh | signed | សុខ ដារា | Sok Dara | 2002
    Nodi Rights Centre | নদী অধিকার কেন্দ্র | BD | Dhaka | invited | ফারহানা ইসলাম | Farhana Islam | 2012
    Nordlys Menneskerettsforum | | NO | Oslo | signed | Eirik Solvang | | 1989
    Oasis Rights Association | جمعية الواحة للحقوق | TN | Tunis | signed | سلمى بن عمر | Salma Ben Omar | 2011
    Pasifika Legal Circle | | FJ | Suva | signed | Litia Waqanivalu | | 2010
    Red Memoria del Sur | | AR | Rosario | lapsed | Joaquín Robledo | | 1997
    """
KNOWN = tuple(map(_known, _KNOWN.strip().splitlines()))
